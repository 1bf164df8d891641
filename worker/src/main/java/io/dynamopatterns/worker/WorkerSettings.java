package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.function.FunctionIdentity;
import io.dynamopatterns.mapping.json.SingleJson;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The worker's part of the environment. The rest of the environment is the function's own.
 *
 * @param name of the consumer: all its workers share it, and the tables of leases begin with it
 * @param mapping what an event source mapping would be given
 * @param jar the function's, empty for a handler on the class path
 * @param failover after which time without renewal a lease counts as lost
 * @param health where {@code GET /health} answers
 */
record WorkerSettings(
    String name,
    MappingSpec mapping,
    String handler,
    Optional<Path> jar,
    Duration timeout,
    Duration failover,
    InetSocketAddress health) {
  private static final Pattern STREAM =
      Pattern.compile(
          "arn:aws[a-z-]*:(?:dynamodb:[a-z0-9-]+:[0-9]{12}:table/([^/]+)/stream/.+"
              + "|kinesis:[a-z0-9-]+:[0-9]{12}:stream/([^/]+))");
  private static final Pattern DESTINATION =
      Pattern.compile("arn:aws[a-z-]*:(s3:::[^/]+|sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+)");

  /**
   * A table's stream forgets after 24 hours. A Kinesis stream keeps 24 hours or what it is set to,
   * and Lambda counts at most 7 days. What the stream forgets before it is too old would be in no
   * failure destination.
   */
  private static final Duration MAX_AGE_OF_CHANGES = Duration.ofHours(23);

  private static final Duration MAX_AGE_OF_EVENTS = Duration.ofDays(7);

  static final Set<String> KNOWN =
      Set.of(
          "WORKER_NAME",
          "WORKER_STREAM_ARN",
          "WORKER_HANDLER",
          "WORKER_JAR",
          "WORKER_TIMEOUT_SECONDS",
          "WORKER_BATCH_SIZE",
          "WORKER_WINDOW_SECONDS",
          "WORKER_PARALLELIZATION",
          "WORKER_MAX_RETRIES",
          "WORKER_MAX_AGE_SECONDS",
          "WORKER_FILTERS",
          "WORKER_ON_FAILURE_ARN",
          "WORKER_FAILOVER_SECONDS",
          "WORKER_HEALTH_HOST",
          "WORKER_HEALTH_PORT");

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException with a message that names every variable that is wrong
   */
  static WorkerSettings from(Map<String, String> environment) {
    Reader reader = new Reader(environment);
    String name =
        reader.text(
            "WORKER_NAME", "[a-zA-Z0-9_.-]{3,200}", "3 to 200 letters, digits, '_', '.' and '-'");
    String arn =
        reader.text(
            "WORKER_STREAM_ARN",
            STREAM.pattern(),
            "the ARN of a table's stream or of a Kinesis stream");
    String handler =
        reader.text("WORKER_HANDLER", "[a-zA-Z_][a-zA-Z0-9_.]*", "the class name alone");
    String onFailure =
        reader.text(
            "WORKER_ON_FAILURE_ARN",
            DESTINATION.pattern(),
            "the ARN of an S3 bucket, which keeps the records, or of an SQS queue");
    reader.requireWriteRegion(arn);
    MappingSpec.Source source = source(arn);
    Duration maxAge =
        source instanceof MappingSpec.TableStream ? MAX_AGE_OF_CHANGES : MAX_AGE_OF_EVENTS;
    int failover = reader.number("WORKER_FAILOVER_SECONDS", 10, 2, 3600);
    MappingSpec mapping =
        new MappingSpec(
            "worker " + name,
            source,
            name,
            reader.number("WORKER_BATCH_SIZE", 100, 1, 10_000),
            Duration.ofSeconds(reader.number("WORKER_WINDOW_SECONDS", 0, 0, 300)),
            reader.number("WORKER_PARALLELIZATION", 1, 1, 10),
            Optional.of(reader.number("WORKER_MAX_RETRIES", 20, 0, 10_000)),
            Optional.of(
                Duration.ofSeconds(
                    reader.number(
                        "WORKER_MAX_AGE_SECONDS",
                        (int) maxAge.toSeconds(),
                        60,
                        (int) maxAge.toSeconds()))),
            true,
            true,
            reader.filters(),
            Optional.of(onFailure),
            true,
            true);
    WorkerSettings settings =
        new WorkerSettings(
            name,
            mapping,
            handler,
            reader.value("WORKER_JAR").map(Path::of),
            Duration.ofSeconds(reader.number("WORKER_TIMEOUT_SECONDS", 60, 1, 900)),
            Duration.ofSeconds(failover),
            new InetSocketAddress(
                reader.text("WORKER_HEALTH_HOST", "127.0.0.1", ".+", "an address of this machine"),
                reader.number("WORKER_HEALTH_PORT", 8080, 0, 65_535)));
    reader.refuse();
    return settings;
  }

  private static MappingSpec.Source source(String arn) {
    Matcher stream = STREAM.matcher(arn);
    if (!stream.matches()) {
      return new MappingSpec.KinesisStream("", arn);
    }
    return stream.group(1) != null
        ? new MappingSpec.TableStream(stream.group(1), arn)
        : new MappingSpec.KinesisStream(stream.group(2), arn);
  }

  /** What the handler's context says: the function that Lambda would have here. */
  FunctionIdentity identity() {
    return new FunctionIdentity(
        name,
        FunctionIdentity.arnBeside(mapping.source().arn(), name),
        Math.toIntExact(Runtime.getRuntime().maxMemory() >> 20));
  }

  /** After which time a running invocation counts as hanging. */
  Duration patience() {
    return timeout.plus(HostedFunction.GRACE);
  }

  StreamKind kind() {
    return mapping.source() instanceof MappingSpec.TableStream
        ? StreamKind.DYNAMODB
        : StreamKind.KINESIS;
  }

  /** Reads all variables before it refuses any, so that one start names all mistakes. */
  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> mistakes = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
      Set<String> unknown = new TreeSet<>(environment.keySet());
      unknown.removeIf(name -> !name.startsWith("WORKER_") || KNOWN.contains(name));
      unknown.forEach(
          name ->
              mistakes.add(
                  "%s is not known; the variables are %s"
                      .formatted(name, String.join(", ", new TreeSet<>(KNOWN)))));
    }

    Optional<String> value(String variable) {
      return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    String text(String variable, String pattern, String allowed) {
      Optional<String> value = value(variable);
      if (value.isEmpty()) {
        mistakes.add("%s is missing; give %s".formatted(variable, allowed));
        return "";
      }
      return text(variable, value.get(), pattern, allowed);
    }

    String text(String variable, String otherwise, String pattern, String allowed) {
      String value = value(variable).orElse(otherwise);
      if (!value.matches(pattern)) {
        mistakes.add("%s is '%s'; allowed is %s".formatted(variable, value, allowed));
      }
      return value;
    }

    int number(String variable, int otherwise, int least, int most) {
      String value = value(variable).orElse(String.valueOf(otherwise));
      try {
        int number = Integer.parseInt(value);
        if (least <= number && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Named below, as a number out of range is.
      }
      mistakes.add(
          "%s is '%s'; allowed is a whole number from %d to %d"
              .formatted(variable, value, least, most));
      return otherwise;
    }

    /**
     * Elsewhere than in the Region that it may write in, a function of this project refuses each
     * batch: the worker would send all records to the failure destination.
     */
    void requireWriteRegion(String streamArn) {
      String[] parts = streamArn.split(":", 5);
      String region = value("AWS_REGION").orElse(parts.length < 5 ? "" : parts[3]);
      value("WRITE_REGION")
          .filter(only -> !only.equals(region))
          .ifPresent(
              only ->
                  mistakes.add(
                      "WRITE_REGION is '%s', and this worker is in '%s'; run it in %s"
                          .formatted(only, region, only)));
    }

    List<String> filters() {
      String value = value("WORKER_FILTERS").orElse("[]");
      Optional<JsonNode> json = SingleJson.read(value).filter(JsonNode::isArray);
      List<String> patterns = new ArrayList<>();
      json.ifPresent(array -> array.forEach(pattern -> patterns.add(pattern.toString())));
      if (json.isEmpty()) {
        mistakes.add(
            "WORKER_FILTERS is '%s'; allowed is a JSON array of EventBridge patterns"
                .formatted(value));
      }
      return patterns;
    }

    void refuse() {
      if (!mistakes.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", mistakes));
      }
    }
  }
}
