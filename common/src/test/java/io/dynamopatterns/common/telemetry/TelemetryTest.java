package io.dynamopatterns.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Telemetry telemetry =
      new Telemetry(
          "history",
          "test-function",
          "request-1",
          new PrintStream(written, true, StandardCharsets.UTF_8));

  @Test
  void aLogLineNamesRequestPatternAndOutcome() throws IOException {
    telemetry.error("not recorded", new IllegalStateException("no \"key\""), "key", "pages/a");

    JsonNode line = lines().getFirst();
    assertThat(line.get("level").asText()).isEqualTo("ERROR");
    assertThat(line.get("requestId").asText()).isEqualTo("request-1");
    assertThat(line.get("pattern").asText()).isEqualTo("history");
    assertThat(line.get("key").asText()).isEqualTo("pages/a");
    assertThat(line.get("errorMessage").asText()).isEqualTo("no \"key\"");
  }

  @Test
  void metricsAreSummedAndWrittenOnceInEmbeddedMetricFormat() throws IOException {
    telemetry.count("Recorded", 24);
    telemetry.count("Recorded", 1);
    telemetry.count("Rejected", 0);
    telemetry.close();

    JsonNode metrics = lines().getFirst();
    JsonNode directive = metrics.at("/_aws/CloudWatchMetrics/0");
    assertThat(metrics.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
    assertThat(directive.get("Namespace").asText()).isEqualTo("DynamoPatterns");
    assertThat(directive.get("Dimensions").toString()).isEqualTo("[[\"pattern\",\"function\"]]");
    assertThat(directive.get("Metrics").toString())
        .isEqualTo(
            "[{\"Name\":\"Recorded\",\"Unit\":\"Count\"},{\"Name\":\"Rejected\",\"Unit\":\"Count\"}]");
    assertThat(metrics.get("Recorded").asLong()).isEqualTo(25);
    assertThat(metrics.get("function").asText()).isEqualTo("test-function");
  }

  @Test
  void aTimeIsWrittenInTheUnitSeconds() throws IOException {
    telemetry.seconds("PassSeconds", Duration.ofMillis(2900));
    telemetry.close();

    JsonNode metrics = lines().getFirst();
    assertThat(metrics.at("/_aws/CloudWatchMetrics/0/Metrics").toString())
        .isEqualTo("[{\"Name\":\"PassSeconds\",\"Unit\":\"Seconds\"}]");
    assertThat(metrics.get("PassSeconds").asLong()).isEqualTo(2);
  }

  /** CloudWatch leaves out what a directive has beyond a hundred. */
  @Test
  void aDirectiveHasAHundredMetricsAtMost() throws IOException {
    for (int i = 0; i < 250; i++) {
      telemetry.count("Sent." + i, 1);
    }
    telemetry.close();

    List<Integer> sizes = new ArrayList<>();
    for (JsonNode directive : lines().getFirst().at("/_aws/CloudWatchMetrics")) {
      assertThat(directive.get("Namespace").asText()).isEqualTo("DynamoPatterns");
      sizes.add(directive.get("Metrics").size());
    }
    assertThat(sizes).containsExactly(100, 100, 50);
  }

  @Test
  void nothingIsWrittenWhereNothingWasCounted() throws IOException {
    telemetry.close();

    assertThat(lines()).isEmpty();
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : written.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
