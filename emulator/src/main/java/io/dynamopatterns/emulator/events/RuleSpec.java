package io.dynamopatterns.emulator.events;

import io.dynamopatterns.emulator.iam.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of EventBridge that selects events of a bus by a pattern.
 *
 * @param targets what the fleet delivers to
 * @param others the ARNs of targets that the fleet does not have
 */
public record RuleSpec(
    String name,
    String bus,
    String pattern,
    boolean enabled,
    List<Target> targets,
    List<String> others) {

  /**
   * Where a rule delivers.
   *
   * @param arn of a function, queue, bus or Kinesis stream
   * @param maximumRetries after the first attempt
   * @param deadLetterQueue the ARN of the queue for events that could not be delivered
   * @param messageGroup of a FIFO queue
   * @param partitionKeyPath of a Kinesis stream
   */
  public record Target(
      String id,
      Arn arn,
      Input input,
      int maximumRetries,
      Optional<String> deadLetterQueue,
      Optional<String> messageGroup,
      Optional<String> partitionKeyPath) {}

  /** What a target gets. */
  public sealed interface Input {}

  /** The event. */
  public record WholeEvent() implements Input {}

  /** The same text for each event. */
  public record Constant(String json) implements Input {}

  /** A part of the event. */
  public record Part(String path) implements Input {}

  /** A text with parts of the event in it. */
  public record Template(Map<String, String> paths, String template) implements Input {}
}
