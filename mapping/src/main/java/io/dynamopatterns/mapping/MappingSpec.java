package io.dynamopatterns.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An event source mapping: a stream or queue, a function, and how the one is delivered to the
 * other.
 *
 * @param filters EventBridge patterns, ORed; none lets every record through
 * @param maximumRetries empty for no limit
 * @param maximumAge empty for no limit
 * @param onFailure the ARN of the destination for discarded records
 */
public record MappingSpec(
    String address,
    Source source,
    String function,
    int batchSize,
    Duration batchWindow,
    int parallelization,
    Optional<Integer> maximumRetries,
    Optional<Duration> maximumAge,
    boolean bisect,
    boolean partialFailures,
    List<String> filters,
    Optional<String> onFailure,
    boolean fromTrimHorizon,
    boolean enabled) {

  /** Where a mapping reads. */
  public sealed interface Source {
    String name();

    String arn();
  }

  /** The stream of a DynamoDB table. */
  public record TableStream(String name, String arn) implements Source {}

  /** A Kinesis stream. */
  public record KinesisStream(String name, String arn) implements Source {}

  /**
   * An SQS queue.
   *
   * @param maximumConcurrency how many invocations there are at a time; empty for no limit
   */
  public record Queue(String name, String arn, Optional<Integer> maximumConcurrency)
      implements Source {}
}
