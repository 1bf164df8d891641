package io.dynamopatterns.eventstore.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.eventstore.kit.MemoryDynamoDb;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far the watermark goes, and what holds it. */
class WatermarkFunctionTest {
  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000001";
  private static final String THIRD = "shardId-000000000002";

  private final Store store = Store.inMemory(Mode.BUFFERED);
  private final MemoryDynamoDb database = new MemoryDynamoDb(store.buffer);

  @Test
  void anIdleStreamIsCompleteUpToTenSecondsAgo() {
    advance(new Stream(2));
    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));

    store.clock.advance(Duration.ofMinutes(1));
    advance(new Stream(2));
    assertThat(watermark()).isEqualTo(Store.START.plusSeconds(50));
  }

  @Test
  void aRecordThatWaitsHoldsTheWatermark() {
    Stream stream = new Stream(1);
    advance(stream);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    store.clock.advance(Duration.ofMinutes(1));

    advance(stream);

    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));
  }

  /** Its function may store records still, with times that follow from the shard's time of now. */
  @Test
  void aClaimHoldsTheWatermarkUntilItsFunctionIsCertainlyDead() {
    Stream stream = new Stream(1);
    advance(stream);
    claim("4711");
    store.clock.advance(WatermarkFunction.DEAD_CLAIM.plusSeconds(5));
    advance(stream);
    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));

    store.clock.advance(Duration.ofMillis(1));
    advance(stream);
    assertThat(watermark()).isEqualTo(store.clock.instant().minusSeconds(10));
    assertThat(state(FIRST).claim()).isEmpty();
  }

  /** A function stored them and died. Their times follow from the shard's time of now. */
  @Test
  void recordsOfADeadClaimHoldTheWatermarkHoweverLongAgoTheyArrived() {
    Stream stream = new Stream(1);
    advance(stream);
    claim(
        stream
            .put(FIRST, Store.START.minus(Duration.ofHours(1)), "k", new byte[] {'x'})
            .sequence());
    store.clock.advance(Duration.ofMinutes(20));

    advance(stream);

    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));
    assertThat(state(FIRST).claim()).isPresent();
  }

  @Test
  void aShardThatEndedLeavesAndItsChildrenHoldTheWatermark() {
    Stream stream = new Stream(1);
    advance(stream);
    stream.split(FIRST);
    store.clock.advance(Duration.ofMinutes(1));
    // The children were not listed yet.
    advance(listing(stream, List.of(FIRST)));

    assertThat(state(FIRST).phase()).isEqualTo(Phase.CLOSED);
    assertThat(state(SECOND).phase()).isEqualTo(Phase.ACTIVE);
    assertThat(state(THIRD).phase()).isEqualTo(Phase.ACTIVE);
    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));
  }

  @Test
  void aShardThatEndedStaysWhileEventsOfItAreInTheBuffer() {
    Stream stream = new Stream(1);
    advance(stream);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    ingest(stream);
    stream.split(FIRST);
    store.clock.advance(Duration.ofMinutes(1));
    advance(stream);
    assertThat(state(FIRST).phase()).isEqualTo(Phase.ACTIVE);
    assertThat(watermark()).isEqualTo(Store.START.minusSeconds(10));

    pump();
    advance(stream);
    assertThat(state(FIRST).phase()).isEqualTo(Phase.CLOSED);
    assertThat(watermark()).isEqualTo(Store.START.plusSeconds(50));
  }

  /** Until then a mapping may hold a record of it, whose sequence number must be known. */
  @Test
  void aShardThatTheStreamForgotIsForgottenAfterEightDays() {
    advance(new Stream(2));
    store.clock.advance(Duration.ofMinutes(1));
    advance(new Stream(1));
    assertThat(state(SECOND).phase()).isEqualTo(Phase.CLOSED);

    store.clock.advance(WatermarkFunction.MEMORY);
    advance(new Stream(1));
    assertThat(store.states(database).find(SECOND)).isPresent();

    store.clock.advance(Duration.ofMillis(1));
    advance(new Stream(1));
    assertThat(store.states(database).find(SECOND)).isEmpty();
  }

  @Test
  void aShardThatIsClosedAndListedIsNotForgotten() {
    Stream stream = new Stream(1);
    advance(stream);
    stream.split(FIRST);
    store.clock.advance(Duration.ofMinutes(1));
    advance(stream);
    store.clock.advance(Duration.ofDays(30));

    advance(stream);

    assertThat(state(FIRST).phase()).isEqualTo(Phase.CLOSED);
  }

  @Test
  void aShardThatCannotBeLookedAtKeepsNoOtherBackAndIsReported() {
    Stream stream = new Stream(2);
    advance(stream);
    store.clock.advance(Duration.ofMinutes(1));
    SourceStream broken =
        new SourceStream() {
          @Override
          public Listing shards() {
            return stream.by(store.clock).shards();
          }

          @Override
          public Tail after(String shard, String sequence, Optional<Instant> since) {
            if (shard.equals(FIRST)) {
              throw new IllegalStateException("no answer of " + shard);
            }
            return stream.by(store.clock).after(shard, sequence, since);
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> advance(broken))
        .withMessage("no answer of " + FIRST);
    assertThat(state(FIRST).time()).isEqualTo(Store.START.minusSeconds(10));
    assertThat(state(SECOND).time()).isEqualTo(Store.START.plusSeconds(50));
  }

  @Test
  void noShardIsLookedAtAfterTheDeadline() {
    Stream stream = new Stream(2);
    advance(stream);
    store.clock.advance(Duration.ofMinutes(1));
    Looks looks = new Looks(stream);
    Deadline passingWithTheFirstLook = Deadline.of(() -> looks.since.isEmpty() ? 60_000 : 0);

    assertThatExceptionOfType(NotDoneException.class)
        .isThrownBy(() -> advance(looks, passingWithTheFirstLook));
    assertThat(looks.since).hasSize(1);
  }

  @Test
  void aShardThatIsCompleteAsFarAsCanBeIsNotLookedAt() {
    Looks looks = new Looks(new Stream(1));
    advance(looks);
    advance(looks);
    assertThat(looks.since).hasSize(1);

    store.clock.advance(Duration.ofMillis(1));
    advance(looks);
    assertThat(looks.since).hasSize(2);
  }

  /** Where the stream is full, a look from the beginning of a shard reads a day of records. */
  @Test
  void aLookBeginsTenSecondsBeforeTheShardsTimeUnlessAnEarlierRecordMayBeStored() {
    Looks looks = new Looks(new Stream(1));
    advance(looks);
    store.clock.advance(Duration.ofMinutes(1));
    advance(looks);
    claim("4711");
    store.clock.advance(Duration.ofMinutes(20));
    advance(looks);

    assertThat(looks.since)
        .containsExactly(
            Optional.empty(), Optional.of(Store.START.minusSeconds(20)), Optional.empty());
  }

  @Test
  void aShardThatTheStreamForgotIsClosedAlthoughItsTimeIsOfNow() {
    advance(new Stream(2));
    advance(new Stream(1));

    assertThat(state(SECOND).phase()).isEqualTo(Phase.CLOSED);
  }

  /** Otherwise each run would register the closed child of a shard that waits, and close it. */
  @Test
  void aShardThatIsClosedIsNotWrittenAgain() {
    Stream stream = new Stream(1);
    advance(stream);
    stream.put(FIRST, Store.START, "k", new byte[] {'x'});
    ingest(stream);
    stream.split(FIRST);
    advance(stream);
    stream.split(SECOND);
    store.clock.advance(Duration.ofMinutes(1));
    advance(stream);
    assertThat(state(FIRST).phase()).as("it is in the buffer").isEqualTo(Phase.ACTIVE);
    assertThat(state(SECOND).phase()).isEqualTo(Phase.CLOSED);
    long version = store.states(database).find(SECOND).orElseThrow().version();

    store.clock.advance(Duration.ofMinutes(1));
    advance(stream);

    assertThat(store.states(database).find(SECOND).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void theAnswerHasTheWatermarkAndTheNumberOfShards() {
    assertThat(advance(new Stream(2)))
        .isEqualTo(Map.of("watermark", "2026-11-20T09:59:50.000Z", "shards", 2));
  }

  /** A stream, and from when on its shards were looked at. */
  private final class Looks implements SourceStream {
    private final Stream stream;
    private final List<Optional<Instant>> since = new ArrayList<>();

    Looks(Stream stream) {
      this.stream = stream;
    }

    @Override
    public Listing shards() {
      return stream.by(store.clock).shards();
    }

    @Override
    public Tail after(String shard, String sequence, Optional<Instant> from) {
      since.add(from);
      return stream.by(store.clock).after(shard, sequence, from);
    }
  }

  private SourceStream listing(Stream stream, List<String> shards) {
    return new SourceStream() {
      @Override
      public Listing shards() {
        return new Listing(shards, store.clock.instant());
      }

      @Override
      public Tail after(String shard, String sequence, Optional<Instant> since) {
        return stream.by(store.clock).after(shard, sequence, since);
      }
    };
  }

  private Map<String, Object> advance(Stream stream) {
    return advance(stream.by(store.clock));
  }

  private Map<String, Object> advance(SourceStream stream) {
    return advance(stream, Store.minute());
  }

  private Map<String, Object> advance(SourceStream stream, Deadline deadline) {
    return store.run(
        telemetry -> store.watermark(database, stream).advance(Map.of(), deadline, telemetry));
  }

  private void ingest(Stream stream) {
    store.run(
        telemetry ->
            store
                .ingester(database)
                .ingest(
                    StreamBatch.of(Stream.event(stream.messages())),
                    new Call(Store.minute(), telemetry)));
  }

  private void pump() {
    store.run(telemetry -> store.pump(database).pump(Map.of(), Store.minute(), telemetry));
  }

  private void claim(String upTo) {
    var states = store.states(database);
    states.claim(states.find(FIRST).orElseThrow(), upTo, false, Store.minute()).orElseThrow();
  }

  private ShardState state(String shard) {
    return store.states(database).find(shard).orElseThrow().value();
  }

  private Instant watermark() {
    return store.states(database).watermark(Store.minute()).time();
  }
}
