package io.dynamopatterns.emulator.iam;

import java.util.Optional;

/** An Amazon resource name, as far as the fleet looks into it. */
public record Arn(String text, String service, String resource) {
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", 6);
    return parts.length == 6 && parts[0].equals("arn")
        ? Optional.of(new Arn(text, parts[2], parts[5]))
        : Optional.empty();
  }

  /** The name after a prefix such as {@code table/}, up to the next slash or colon. */
  public Optional<String> name(String prefix) {
    return resource.startsWith(prefix)
        ? Optional.of(resource.substring(prefix.length()).split("[/:]", 2)[0])
        : Optional.empty();
  }
}
