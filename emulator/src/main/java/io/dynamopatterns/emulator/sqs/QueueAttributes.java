package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A queue's settings as the texts of the API. */
final class QueueAttributes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAXIMUM_BYTES = 262_144;

  /** Taken and not kept: the local queues forget nothing, and have neither keys nor policies. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "FifoThroughputLimit",
          "KmsDataKeyReusePeriodSeconds",
          "KmsMasterKeyId",
          "MessageRetentionPeriod",
          "Policy",
          "ReceiveMessageWaitTimeSeconds",
          "RedriveAllowPolicy",
          "SqsManagedSseEnabled");

  private QueueAttributes() {}

  /** A queue of SQS's own defaults. */
  static QueueSpec defaults(String name) {
    return new QueueSpec(
        name,
        "arn:aws:sqs:us-east-1:123456789012:" + name,
        false,
        Duration.ofSeconds(30),
        Duration.ZERO,
        false,
        false,
        MAXIMUM_BYTES,
        Optional.empty());
  }

  /** The settings with others instead. */
  static QueueSpec change(QueueSpec spec, JsonNode attributes) {
    Map<String, String> texts = texts(spec);
    attributes
        .properties()
        .forEach(
            attribute -> {
              String name = attribute.getKey();
              if (!texts.containsKey(name) && !WITHOUT_EFFECT.contains(name)) {
                throw new SqsException(
                    "InvalidAttributeName",
                    "InvalidAttributeName",
                    "The local SQS has no queue attribute %s; it has %s"
                        .formatted(name, texts.keySet()));
              }
              texts.put(name, attribute.getValue().asText());
            });
    return new QueueSpec(
        spec.name(),
        spec.arn(),
        flag(texts, "FifoQueue"),
        seconds(texts, "VisibilityTimeout", 43_200),
        seconds(texts, "DelaySeconds", 900),
        flag(texts, "ContentBasedDeduplication"),
        texts.get("DeduplicationScope").equals("messageGroup"),
        number(texts, "MaximumMessageSize", 1024, 1_048_576),
        redrive(texts.get("RedrivePolicy")));
  }

  /** The settings by the names that the API has for them. */
  static Map<String, String> texts(QueueSpec spec) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("FifoQueue", Boolean.toString(spec.fifo()));
    texts.put("VisibilityTimeout", Long.toString(spec.visibilityTimeout().toSeconds()));
    texts.put("DelaySeconds", Long.toString(spec.delay().toSeconds()));
    texts.put("ContentBasedDeduplication", Boolean.toString(spec.contentBasedDeduplication()));
    texts.put("DeduplicationScope", spec.deduplicatesByGroup() ? "messageGroup" : "queue");
    texts.put("MaximumMessageSize", Integer.toString(spec.maximumBytes()));
    texts.put("RedrivePolicy", spec.redrive().map(QueueAttributes::text).orElse(""));
    return texts;
  }

  private static boolean flag(Map<String, String> texts, String name) {
    return Boolean.parseBoolean(texts.get(name));
  }

  private static Duration seconds(Map<String, String> texts, String name, int most) {
    return Duration.ofSeconds(number(texts, name, 0, most));
  }

  private static int number(Map<String, String> texts, String name, int least, int most) {
    String text = texts.get(name);
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw invalid("queue attribute %s is %s, not a number from %d to %d", name, text, least, most);
  }

  private static Optional<QueueSpec.Redrive> redrive(String policy) {
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(QueueSpec.Redrive.parse(policy));
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static String text(QueueSpec.Redrive redrive) {
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", redrive.deadLetterArn())
        .put("maxReceiveCount", redrive.maximumReceives())
        .toString();
  }

  private static SqsException invalid(String message, Object... values) {
    return new SqsException(
        "InvalidAttributeValue", "InvalidAttributeValue", message.formatted(values));
  }
}
