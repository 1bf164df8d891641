package io.dynamopatterns.emulator.sqs;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A message in a queue, with what became of it there. */
final class StoredMessage {
  private final KeptMessage kept;
  private Instant visibleAt;
  private Instant firstReceived = Instant.EPOCH;
  private int receives;

  StoredMessage(KeptMessage kept, Instant visibleAt) {
    this.kept = kept;
    this.visibleAt = visibleAt;
  }

  KeptMessage kept() {
    return kept;
  }

  int receives() {
    return receives;
  }

  boolean isVisible(Instant now) {
    return !visibleAt.isAfter(now);
  }

  boolean isInFlight(Instant now) {
    return receives > 0 && !isVisible(now);
  }

  /** Hides the message from other receivers until a time. */
  void hideUntil(Instant time) {
    visibleAt = time;
  }

  void receive(Instant now, Instant hiddenUntil) {
    firstReceived = receives == 0 ? now : firstReceived;
    receives++;
    visibleAt = hiddenUntil;
  }

  /** The handle of the newest receipt. */
  String receiptHandle() {
    return kept.id() + "." + receives;
  }

  SqsMessage shown() {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("SenderId", "AIDALOCALFLEET");
    attributes.put("SentTimestamp", Long.toString(kept.sent().toEpochMilli()));
    attributes.put("ApproximateReceiveCount", Integer.toString(receives));
    if (receives > 0) {
      attributes.put(
          "ApproximateFirstReceiveTimestamp", Long.toString(firstReceived.toEpochMilli()));
    }
    kept.groupId().ifPresent(group -> attributes.put("MessageGroupId", group));
    kept.deduplicationId()
        .ifPresent(
            deduplication -> {
              attributes.put("MessageDeduplicationId", deduplication);
              attributes.put("SequenceNumber", kept.sequenceNumber());
            });
    kept.deadLetterSource().ifPresent(arn -> attributes.put("DeadLetterQueueSourceArn", arn));
    return new SqsMessage(
        kept.id(),
        receives > 0 ? receiptHandle() : "",
        kept.body(),
        kept.groupId(),
        kept.sent(),
        receives,
        attributes);
  }
}
