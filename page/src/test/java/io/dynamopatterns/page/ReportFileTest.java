package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.Graph.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir Path directory;

  @Test
  void noNameOrMessageEndsTheElementThatHoldsTheData() throws Exception {
    FakeActivity activity = FakeActivity.small();
    activity.with(FakeActivity.node(Kind.TABLE, "</script><script>alert(1)</script>", "pages"));
    activity.invoked(
        "page-hits",
        new Activity.Invocation(
            "r1", Instant.EPOCH, 5, "clicks", 1, "<!-- <script> \u2028 </SCRIPT >"));
    String html = written(activity);
    String data =
        html.substring(
            html.indexOf("id=\"fleet-data\">"),
            html.indexOf("</script>", html.indexOf("fleet-data\">")));
    assertThat(data).contains("report", "page-hits").doesNotContain("</", "<!--", "\u2028");
    assertThat(data).endsWith("}");
  }

  @Test
  void theFileHasNoPayloadAndNoEnvironmentVariable() throws Exception {
    FakeActivity activity = FakeActivity.small();
    activity.passed(
        "page-hits",
        new Activity.Passed("p1", Instant.EPOCH, "in", "r1", "key", 10),
        "{\"secret\":\"payload-of-a-person\"}");
    assertThat(activity.environment("page-hits")).containsValue(FakeActivity.VALUE);
    assertThat(written(activity)).doesNotContain("payload-of-a-person", FakeActivity.VALUE);
  }

  @Test
  void theFilesPolicyAllowsItsOwnScriptsAndStylesAlone() throws Exception {
    String html = written(FakeActivity.small());
    String policy = found("Content-Security-Policy\" content=\"([^\"]*)\"", html).getFirst();
    assertThat(policy.split("; "))
        .containsExactly(
            "default-src 'none'",
            "script-src " + hashes(found("(?s)<script>(.*?)</script>", html)),
            "style-src " + hashes(found("(?s)<style>(.*?)</style>", html)),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");
  }

  private static List<String> found(String pattern, String html) {
    return Pattern.compile(pattern).matcher(html).results().map(result -> result.group(1)).toList();
  }

  private static String hashes(List<String> contents) throws Exception {
    assertThat(contents).isNotEmpty();
    List<String> hashes = new ArrayList<>();
    for (String content : contents) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
    return String.join(" ", hashes);
  }

  @Test
  void theFileNamesNoOtherFile() throws Exception {
    assertThat(written(FakeActivity.small()))
        .doesNotContainPattern("<script[^>]* src=")
        .doesNotContainPattern("<link[^>]* href=\"(?!data:)")
        .doesNotContain("@import");
  }

  private String written(FakeActivity activity) throws Exception {
    Path file = directory.resolve("report.html");
    ReportFile report = new ReportFile(activity);
    report.sample();
    report.write(file, Map.of("elapsedMs", 12));
    return Files.readString(file);
  }
}
