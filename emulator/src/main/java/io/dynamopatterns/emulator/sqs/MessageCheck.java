package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads messages of requests and refuses what SQS would. */
final class MessageCheck {
  private static final Pattern ID = Pattern.compile("[\\p{Alnum}\\p{Punct}]{1,128}");
  private static final int MAX_DELAY_SECONDS = 900;

  private MessageCheck() {}

  static int bytes(JsonNode message) {
    return message.path("MessageBody").asText().getBytes(StandardCharsets.UTF_8).length;
  }

  static NewMessage read(QueueSpec queue, JsonNode message) {
    String body = message.path("MessageBody").asText();
    if (body.isEmpty()) {
      throw SqsException.missing("MessageBody");
    }
    if (!message.path("MessageAttributes").isEmpty()) {
      throw new SqsException(
          "UnsupportedOperation",
          "AWS.SimpleQueueService.UnsupportedOperation",
          "The local SQS carries no message attributes; put them into the body.");
    }
    if (bytes(message) > queue.maximumBytes()) {
      throw SqsException.invalid(
          "One or more parameters are invalid. Reason: Message must be shorter than %d bytes.",
          queue.maximumBytes());
    }
    if (!body.codePoints().allMatch(MessageCheck::isAllowed)) {
      throw new SqsException(
          "InvalidMessageContents",
          "InvalidMessageContents",
          "The message has characters that XML does not allow.");
    }
    Optional<String> group = id(message, "MessageGroupId");
    Optional<String> deduplication = id(message, "MessageDeduplicationId");
    Optional<Duration> delay = delay(message);
    if (queue.fifo()) {
      requireFifo(queue, group, deduplication, delay);
    } else if (deduplication.isPresent()) {
      throw SqsException.invalid(
          "The request includes a parameter that is not valid for this queue type:"
              + " MessageDeduplicationId");
    }
    return new NewMessage(body, group, deduplication, delay);
  }

  private static void requireFifo(
      QueueSpec queue,
      Optional<String> group,
      Optional<String> deduplication,
      Optional<Duration> delay) {
    if (group.isEmpty()) {
      throw SqsException.missing("MessageGroupId");
    }
    if (deduplication.isEmpty() && !queue.contentBasedDeduplication()) {
      throw SqsException.invalid(
          "The queue should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    if (delay.isPresent()) {
      throw SqsException.invalid(
          "The request includes a parameter that is not valid for this queue type: DelaySeconds");
    }
  }

  private static Optional<String> id(JsonNode message, String member) {
    String id = message.path(member).asText();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (!ID.matcher(id).matches()) {
      throw SqsException.invalid(
          "%s can only include alphanumeric and punctuation characters. 1 to 128 in length",
          member);
    }
    return Optional.of(id);
  }

  private static Optional<Duration> delay(JsonNode message) {
    int seconds = message.path("DelaySeconds").asInt();
    if (seconds < 0 || seconds > MAX_DELAY_SECONDS) {
      throw SqsException.invalid(
          "Value %d for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <="
              + " %d.",
          seconds, MAX_DELAY_SECONDS);
    }
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static boolean isAllowed(int character) {
    return character == 0x9
        || character == 0xA
        || character == 0xD
        || character >= 0x20 && character <= 0xD7FF
        || character >= 0xE000 && character <= 0xFFFD
        || character >= 0x10000;
  }
}
