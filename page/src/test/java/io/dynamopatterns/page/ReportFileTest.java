package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.Deployment.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
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
    assertThat(written(activity)).doesNotContain("payload-of-a-person", "shop-dev-pages\",\"TABLE");
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
