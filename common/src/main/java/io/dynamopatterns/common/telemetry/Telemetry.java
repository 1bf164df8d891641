package io.dynamopatterns.common.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one invocation says of itself, as JSON lines on standard output: log lines, and on {@link
 * #close} one line of metrics in CloudWatch's embedded metric format, with the dimensions {@code
 * pattern} and {@code function}.
 *
 * <p>Callers log keys and outcomes, never payloads. All methods may be called in threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class Telemetry implements AutoCloseable {
  private static final String NAMESPACE = "DynamoPatterns";

  /** The format's limit of metrics in one of its directives; a line may have several. */
  private static final int MAX_METRICS = 100;

  private final String pattern;
  private final String function;
  private final String requestId;
  private final PrintStream out;
  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  private record Metric(String unit, LongAdder sum) {}

  Telemetry(String pattern, String function, String requestId, PrintStream out) {
    this.pattern = pattern;
    this.function = function;
    this.requestId = requestId;
    this.out = out;
  }

  /**
   * The telemetry of one invocation.
   *
   * @param pattern for example {@code history}
   * @param function the name of the function
   * @param requestId Lambda's id of the invocation
   */
  public static Telemetry of(String pattern, String function, String requestId) {
    return new Telemetry(pattern, function, requestId, System.out);
  }

  /** Telemetry that is made and not written: nothing has happened. */
  public static Telemetry ofDryRun() {
    return new Telemetry(
        "priming",
        "priming",
        "priming",
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** Adds to a metric, in the unit Count. A metric that is never added to is not sent. */
  public void count(String metric, long number) {
    add(metric, "Count", number);
  }

  /** Adds whole seconds to a metric, in the unit Seconds. */
  public void seconds(String metric, Duration time) {
    add(metric, "Seconds", time.toSeconds());
  }

  private void add(String metric, String unit, long number) {
    metrics.computeIfAbsent(metric, name -> new Metric(unit, new LongAdder())).sum().add(number);
  }

  /**
   * Logs what went as it should.
   *
   * @param keyValues names and values by turns, for example {@code "key", key, "outcome", "late"}
   */
  public void info(String message, Object... keyValues) {
    log("INFO", message, null, keyValues);
  }

  /** Logs what someone should look at, though nothing is lost. */
  public void warn(String message, Object... keyValues) {
    log("WARN", message, null, keyValues);
  }

  /** Logs what failed, with its cause. */
  public void error(String message, Throwable cause, Object... keyValues) {
    log("ERROR", message, cause, keyValues);
  }

  /** Writes the metrics. */
  @Override
  public void close() {
    if (!metrics.isEmpty()) {
      out.println(JsonText.of(this::writeMetrics));
    }
  }

  private void log(String level, String message, Throwable cause, Object... keyValues) {
    out.println(
        JsonText.of(
            json -> {
              json.writeStringField("timestamp", Instant.now().toString());
              json.writeStringField("level", level);
              writeIdentity(json);
              json.writeStringField("message", message);
              for (int i = 0; i + 1 < keyValues.length; i += 2) {
                json.writeStringField(
                    String.valueOf(keyValues[i]), String.valueOf(keyValues[i + 1]));
              }
              if (cause != null) {
                json.writeStringField("errorType", cause.getClass().getName());
                json.writeStringField("errorMessage", cause.getMessage());
              }
            }));
  }

  private void writeMetrics(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", System.currentTimeMillis());
    json.writeArrayFieldStart("CloudWatchMetrics");
    List<Map.Entry<String, Metric>> sorted = List.copyOf(new TreeMap<>(metrics).entrySet());
    for (int from = 0; from < sorted.size(); from += MAX_METRICS) {
      writeDirective(json, sorted.subList(from, Math.min(from + MAX_METRICS, sorted.size())));
    }
    json.writeEndArray();
    json.writeEndObject();
    writeIdentity(json);
    for (Map.Entry<String, Metric> metric : sorted) {
      json.writeNumberField(metric.getKey(), metric.getValue().sum().sum());
    }
  }

  private static void writeDirective(JsonGenerator json, List<Map.Entry<String, Metric>> metrics)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("Namespace", NAMESPACE);
    json.writeArrayFieldStart("Dimensions");
    json.writeArray(new String[] {"pattern", "function"}, 0, 2);
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (Map.Entry<String, Metric> metric : metrics) {
      json.writeStartObject();
      json.writeStringField("Name", metric.getKey());
      json.writeStringField("Unit", metric.getValue().unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeIdentity(JsonGenerator json) throws IOException {
    json.writeStringField("pattern", pattern);
    json.writeStringField("function", function);
    json.writeStringField("requestId", requestId);
  }
}
