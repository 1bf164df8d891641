package io.dynamopatterns.processor.playback;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.send.FifoQueue;
import io.dynamopatterns.common.send.Keyed;
import io.dynamopatterns.common.send.KinesisStream;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.send.StreamRecord;
import io.dynamopatterns.common.send.Target;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where events are played back to. Those of one partition key arrive in their order.
 *
 * @param <M> a message there
 */
final class PlaybackTarget<M extends Keyed> {
  /** What SQS takes for a group; a longer key, or one of other characters, goes by its digest. */
  private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final String name;
  private final OrderedSender<M> sender;
  private final ToIntFunction<Event> room;
  private final Maker<M> maker;

  /** Makes a message of an event. */
  @FunctionalInterface
  private interface Maker<M> {
    M message(int number, Event event, String work, byte[] json);
  }

  /**
   * @param room what a message of an event may have, in bytes
   */
  private PlaybackTarget(Target<M> target, ToIntFunction<Event> room, Maker<M> maker) {
    this.name = target.name();
    this.sender = new OrderedSender<>(target, Backoff.THROTTLED_TARGET);
    this.room = room;
    this.maker = maker;
  }

  /** A Kinesis stream; an event has the partition key by which its producer sent it. */
  static PlaybackTarget<StreamRecord> stream(KinesisClient client, String name) {
    return new PlaybackTarget<>(
        new KinesisStream(client, name),
        event -> KinesisStream.COMMON_RECORD_BYTES - utf8(event.partitionKey()).length,
        (number, event, work, json) -> new StreamRecord(number, event.partitionKey(), json));
  }

  /**
   * A FIFO queue; an event's group is the partition key by which its producer sent it. What is sent
   * again by the same work within five minutes is dropped by SQS; what another work plays back is
   * not.
   */
  static PlaybackTarget<QueueMessage> queue(SqsClient client, String url) {
    return new PlaybackTarget<>(
        new FifoQueue(client, url),
        event -> FifoQueue.MAX_BYTES,
        (number, event, work, json) ->
            new QueueMessage(
                number,
                group(event.partitionKey()),
                Sha256.hex(work + '\n' + event.key().eventId()),
                new String(json, StandardCharsets.US_ASCII)));
  }

  /**
   * How far events were sent.
   *
   * @param events how many from the first on have arrived; some after them may have
   * @param withoutData how many of these were too large to have their data with them
   */
  record Arrived(int events, int withoutData) {}

  /**
   * How sending events ended.
   *
   * @param failure why it was given up, if it was
   */
  record Sent(Arrived arrived, Optional<RuntimeException> failure) {}

  /**
   * Sends events until all have arrived, the deadline has passed, or it is of no use.
   *
   * @param reached called on the way with how many have arrived
   * @throws WorkFailedException if the target refuses an event: it is not left out for that
   */
  Sent send(List<Event> events, String work, Deadline deadline, Consumer<Arrived> reached) {
    List<M> messages = new ArrayList<>();
    List<Integer> withoutData = new ArrayList<>();
    for (Event event : events) {
      int number = messages.size();
      EventMessage message = EventMessage.of(event, work, room.applyAsInt(event));
      if (!message.whole()) {
        withoutData.add(number);
      }
      messages.add(maker.message(number, event, work, message.json()));
    }
    OrderedSender.Outcome<M> outcome =
        sender.send(
            messages,
            deadline,
            (message, reason) -> {
              Event refused = events.get((int) message.number());
              throw new WorkFailedException(
                  "%s refuses event %s: %s".formatted(name, refused.key().eventId(), reason));
            },
            first -> reached.accept(arrived((int) first.number(), withoutData)));
    int arrived =
        outcome.left().stream()
            .findFirst()
            .map(Keyed::number)
            .orElse((long) messages.size())
            .intValue();
    return new Sent(arrived(arrived, withoutData), outcome.failure());
  }

  private static Arrived arrived(int events, List<Integer> withoutData) {
    return new Arrived(
        events, (int) withoutData.stream().filter(number -> number < events).count());
  }

  private static String group(String partitionKey) {
    return GROUP.matcher(partitionKey).matches() ? partitionKey : Sha256.hex(partitionKey);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
