package io.dynamopatterns.eventstore.kit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.eventstore.watermark.SourceStream;
import io.dynamopatterns.eventstore.watermark.SourceStream.Tail;
import io.dynamopatterns.testkit.KinesisEvents;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kinesis stream whose shards are split and whose clock steps as a test wants it. */
public final class Stream {
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  private final Map<String, List<Message>> shards = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();
  private BigInteger sequence = FIRST;

  /** Records that arrived after this time are not seen by those who ask for what waits. */
  private Instant seenUntil = Instant.MAX;

  /** A record of the stream. */
  public record Message(String shard, String sequence, Instant arrival, String key, byte[] data) {
    public String eventId() {
      return shard + ":" + sequence;
    }
  }

  public Stream(int shards) {
    for (int i = 0; i < shards; i++) {
      open();
    }
  }

  private String open() {
    String id = "shardId-%012d".formatted(shards.size());
    shards.put(id, new ArrayList<>());
    return id;
  }

  /** Splits a shard: it is closed, and two others continue. */
  public void split(String shard) {
    children.put(shard, List.of(open(), open()));
  }

  public boolean isOpen(String shard) {
    return !children.containsKey(shard);
  }

  public Message put(String shard, Instant arrival, String key, byte[] data) {
    if (!isOpen(shard)) {
      throw new IllegalArgumentException(shard + " is closed");
    }
    sequence = sequence.add(BigInteger.TEN);
    Message message = new Message(shard, sequence.toString(), arrival, key, data);
    shards.get(shard).add(message);
    return message;
  }

  public List<Message> messages(String shard) {
    return shards.get(shard);
  }

  public List<Message> messages() {
    return shards.values().stream().flatMap(List::stream).toList();
  }

  public void showUntil(Instant time) {
    seenUntil = time;
  }

  public List<String> shards() {
    return List.copyOf(shards.keySet());
  }

  /** The stream as it answers a caller that asks for what waits, with its own clock. */
  public SourceStream by(Clock clock) {
    return new SourceStream() {
      @Override
      public Listing shards() {
        return new Listing(Stream.this.shards(), clock.instant());
      }

      @Override
      public Tail after(String shard, String sequence, Optional<Instant> since) {
        if (since.filter(clock.instant()::isBefore).isPresent()) {
          throw new IllegalArgumentException("Kinesis refuses a time in its future: " + since);
        }
        return tail(shard, sequence, since, clock.instant());
      }
    };
  }

  private Tail tail(String shard, String after, Optional<Instant> since, Instant now) {
    boolean waiting =
        shards.get(shard).stream()
            .filter(message -> !message.arrival().isAfter(seenUntil))
            .filter(message -> since.isEmpty() || !message.arrival().isBefore(since.get()))
            .anyMatch(
                message -> new BigInteger(message.sequence()).compareTo(new BigInteger(after)) > 0);
    if (waiting) {
      return new Tail.Waiting();
    }
    boolean all = shards.get(shard).stream().noneMatch(m -> m.arrival().isAfter(seenUntil));
    return children.containsKey(shard) && all
        ? new Tail.Ended(children.get(shard))
        : new Tail.Empty(now);
  }

  /** A batch as Lambda hands it over. */
  public static KinesisEvent event(List<Message> messages) {
    return KinesisEvents.of(messages.stream().map(Stream::message).toList());
  }

  private static KinesisEventRecord message(Message message) {
    return KinesisEvents.record(
        null,
        message.shard(),
        message.sequence(),
        message.key(),
        message.arrival(),
        message.data());
  }
}
