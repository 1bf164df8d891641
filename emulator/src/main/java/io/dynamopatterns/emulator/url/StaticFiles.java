package io.dynamopatterns.emulator.url;

import io.dynamopatterns.emulator.http.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of an application, as a CloudFront distribution before its bucket answers: the files of
 * a directory as they are now, with headers that keep the page to its own scripts.
 */
public record StaticFiles(Path directory) {
  /** As Terraform gives it to CloudFront, which adds the host of the sign-in. */
  public static final List<String> CONTENT_SECURITY_POLICY =
      List.of(
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Names without a dot but the last, so that no path leads out of the directory. */
  private static final Pattern FILE =
      Pattern.compile("/((?:[a-z0-9-]+/)*[a-z0-9-]+\\.(html|css|js|svg))");

  /** How the page learns that people sign in here by a token of development. */
  private static final String CONFIGURATION = "{\"signIn\":{\"development\":true}}";

  HttpAnswer get(String path) {
    if (path.equals("/config.json")) {
      return answer("application/json", CONFIGURATION.getBytes(StandardCharsets.UTF_8));
    }
    Matcher name = FILE.matcher(path.equals("/") ? "/index.html" : path);
    return name.matches()
        ? read(name.group(1))
            .map(content -> answer(TYPES.get(name.group(2)), content))
            .orElseGet(FunctionAnswers::notFound)
        : FunctionAnswers.notFound();
  }

  private Optional<byte[]> read(String name) {
    Path file = directory.resolve(name);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static HttpAnswer answer(String type, byte[] content) {
    return HttpAnswer.of(200, type, content)
        .with("Content-Security-Policy", String.join("; ", CONTENT_SECURITY_POLICY))
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
  }
}
