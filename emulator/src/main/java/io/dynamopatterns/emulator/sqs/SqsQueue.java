package io.dynamopatterns.emulator.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One queue. A FIFO queue hands out the messages of a group in their order, and no more of them
 * while one is in flight. In a standard queue each message is its own group.
 *
 * <p>Not safe for threads: {@link SqsQueues} lets one in at a time.
 */
final class SqsQueue {
  private static final Duration DEDUPLICATION_INTERVAL = Duration.ofMinutes(5);

  private QueueSpec spec;
  private final Map<String, Map<String, StoredMessage>> groups = new LinkedHashMap<>();
  private final Map<String, StoredMessage> byId = new LinkedHashMap<>();
  private final Map<String, Accepted> accepted = new LinkedHashMap<>();
  private final Optional<KeptMessages> kept;
  private long positions;

  /**
   * @param kept has the messages that a fleet before this one left, and gets those of this one
   */
  SqsQueue(QueueSpec spec, Optional<KeptMessages> kept) {
    this.spec = spec;
    this.kept = kept;
    kept.ifPresent(
        messages ->
            messages
                .all()
                .forEach(
                    message -> {
                      // It is visible, and its receives are forgotten.
                      place(new StoredMessage(message, message.sent()));
                      positions = message.position();
                    }));
  }

  private record Accepted(StoredMessage message, Instant time) {}

  QueueSpec spec() {
    return spec;
  }

  void change(QueueSpec changed) {
    spec = changed;
  }

  /** Adds a message; one whose deduplication id was accepted a short time ago is that message. */
  StoredMessage send(NewMessage message, Instant now) {
    if (!spec.fifo()) {
      Duration delay = message.delay().orElse(spec.delay());
      return add(message.body(), message.groupId(), Optional.empty(), Optional.empty(), now, delay);
    }
    String id = message.deduplicationId().orElseGet(() -> SqsMessage.sha256(message.body()));
    String key = spec.deduplicatesByGroup() ? message.groupId().orElseThrow() + " " + id : id;
    forgetAccepted(now);
    Accepted before = accepted.get(key);
    if (before != null) {
      return before.message();
    }
    StoredMessage added =
        add(
            message.body(),
            message.groupId(),
            Optional.of(id),
            Optional.empty(),
            now,
            spec.delay());
    accepted.put(key, new Accepted(added, now));
    return added;
  }

  private void forgetAccepted(Instant now) {
    Iterator<Accepted> oldest = accepted.values().iterator();
    while (oldest.hasNext() && !oldest.next().time().plus(DEDUPLICATION_INTERVAL).isAfter(now)) {
      oldest.remove();
    }
  }

  /** Takes in what the queue of a redrive policy gave up; its id is what it is deduplicated by. */
  void bury(KeptMessage message, String source, Instant now) {
    add(
        message.body(),
        message.groupId(),
        message.deduplicationId().map(any -> message.id()),
        Optional.of(source),
        now,
        Duration.ZERO);
  }

  /** Takes in a message of a dead-letter queue as a new one. */
  void redrive(KeptMessage message, Instant now) {
    add(
        message.body(),
        message.groupId(),
        message.deduplicationId(),
        Optional.empty(),
        now,
        Duration.ZERO);
  }

  private StoredMessage add(
      String body,
      Optional<String> groupId,
      Optional<String> deduplicationId,
      Optional<String> source,
      Instant now,
      Duration delay) {
    KeptMessage message =
        new KeptMessage(
            UUID.randomUUID().toString(), body, groupId, deduplicationId, source, ++positions, now);
    kept.ifPresent(messages -> messages.add(message));
    StoredMessage added = new StoredMessage(message, now.plus(delay));
    place(added);
    return added;
  }

  private void place(StoredMessage message) {
    String id = message.kept().id();
    byId.put(id, message);
    groups.computeIfAbsent(group(message), any -> new LinkedHashMap<>()).put(id, message);
  }

  private String group(StoredMessage message) {
    return spec.fifo() ? message.kept().groupId().orElseThrow() : message.kept().id();
  }

  /**
   * Hands out visible messages, as many of one group as there are before those of the next.
   *
   * @param deadLetter stores what was received too often; this queue has it until it returns
   */
  List<StoredMessage> receive(
      int limit, Duration visibility, Instant now, Consumer<StoredMessage> deadLetter) {
    List<StoredMessage> received = new ArrayList<>();
    List<StoredMessage> givenUp = new ArrayList<>();
    for (Map<String, StoredMessage> group : groups.values()) {
      if (received.size() == limit) {
        break;
      }
      if (!hasInFlight(group.values(), now)) {
        for (StoredMessage message : group.values()) {
          if (received.size() == limit || !message.isVisible(now)) {
            break;
          }
          (isGivenUp(message) ? givenUp : received).add(message);
        }
      }
    }
    // Stored there before it is removed here: a fleet that is killed between has it twice.
    givenUp.forEach(
        message -> {
          deadLetter.accept(message);
          remove(message);
        });
    received.forEach(message -> message.receive(now, now.plus(visibility)));
    return received;
  }

  /** Messages are received in their order, so none after the first new one is in flight. */
  private static boolean hasInFlight(Collection<StoredMessage> group, Instant now) {
    for (StoredMessage message : group) {
      if (message.isInFlight(now)) {
        return true;
      }
      if (message.receives() == 0) {
        return false;
      }
    }
    return false;
  }

  private boolean isGivenUp(StoredMessage message) {
    return spec.redrive()
        .filter(redrive -> message.receives() >= redrive.maximumReceives())
        .isPresent();
  }

  /** Deletes a received message. One that is gone already stays gone. */
  void delete(String receiptHandle, Instant now) {
    StoredMessage message = received(receiptHandle);
    if (message == null) {
      return;
    }
    boolean current = message.receiptHandle().equals(receiptHandle);
    if (spec.fifo() && !(current && message.isInFlight(now))) {
      throw SqsException.invalid(
          "Value %s for parameter ReceiptHandle is invalid. Reason: The receipt handle has"
              + " expired.",
          receiptHandle);
    }
    if (current) {
      remove(message);
    }
  }

  /** Shows a message in flight again after a time, or hides it for longer. */
  void changeVisibility(String receiptHandle, Duration visibility, Instant now) {
    StoredMessage message = received(receiptHandle);
    if (message == null
        || !message.receiptHandle().equals(receiptHandle)
        || !message.isInFlight(now)) {
      throw new SqsException(
          "MessageNotInflight",
          "AWS.SimpleQueueService.MessageNotInflight",
          "The message of the receipt handle " + receiptHandle + " is not in flight.");
    }
    message.hideUntil(now.plus(visibility));
  }

  /** The message of a handle, null when it is gone. */
  private StoredMessage received(String receiptHandle) {
    int end = receiptHandle.lastIndexOf('.');
    if (end < 0) {
      throw new SqsException(
          "ReceiptHandleIsInvalid",
          "ReceiptHandleIsInvalid",
          "The receipt handle " + receiptHandle + " is not one of this queue's.");
    }
    return byId.get(receiptHandle.substring(0, end));
  }

  /** Takes a message out of the queue. */
  void remove(StoredMessage message) {
    kept.ifPresent(messages -> messages.remove(message.kept()));
    byId.remove(message.kept().id());
    Map<String, StoredMessage> group = groups.get(group(message));
    group.remove(message.kept().id());
    if (group.isEmpty()) {
      groups.remove(group(message));
    }
  }

  void purge() {
    kept.ifPresent(messages -> byId.values().forEach(message -> messages.remove(message.kept())));
    byId.clear();
    groups.clear();
  }

  /** All messages in the order in which they came. */
  List<StoredMessage> messages() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }
}
