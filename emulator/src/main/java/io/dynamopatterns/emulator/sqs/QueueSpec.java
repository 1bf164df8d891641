package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;

/**
 * An SQS queue.
 *
 * @param visibilityTimeout how long a message stays invisible once it was received
 * @param delay how long a new message stays invisible
 * @param contentBasedDeduplication whether a message without a deduplication id has its content's
 * @param deduplicatesByGroup whether equal deduplication ids of two groups are two messages
 * @param maximumBytes of one message
 * @param redrive empty when messages are received without end
 */
public record QueueSpec(
    String name,
    String arn,
    boolean fifo,
    Duration visibilityTimeout,
    Duration delay,
    boolean contentBasedDeduplication,
    boolean deduplicatesByGroup,
    int maximumBytes,
    Optional<Redrive> redrive) {

  /**
   * Where messages go that were received too often.
   *
   * @param deadLetterArn of the dead-letter queue
   * @param maximumReceives the next receive moves the message instead
   */
  public record Redrive(String deadLetterArn, int maximumReceives) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAXIMUM_RECEIVES = 1000;

    /**
     * Reads a redrive policy.
     *
     * @throws IllegalArgumentException that says what a policy looks like
     */
    public static Redrive parse(String policy) {
      try {
        JsonNode json = JSON.readTree(policy);
        String target = json.path("deadLetterTargetArn").asText();
        int receives = json.path("maxReceiveCount").asInt();
        if (target.startsWith("arn:") && receives >= 1 && receives <= MAXIMUM_RECEIVES) {
          return new Redrive(target, receives);
        }
      } catch (JsonProcessingException e) {
        // Answered below, as any other text that is not a policy.
      }
      throw new IllegalArgumentException(
          "the redrive policy is %s, not {\"deadLetterTargetArn\":\"arn:...\",\"maxReceiveCount\":1 to %d}"
              .formatted(policy, MAXIMUM_RECEIVES));
    }

    /** The name of the dead-letter queue. */
    public String deadLetterQueue() {
      return deadLetterArn.substring(deadLetterArn.lastIndexOf(':') + 1);
    }
  }
}
