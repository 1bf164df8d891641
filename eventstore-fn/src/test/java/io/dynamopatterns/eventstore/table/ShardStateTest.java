package io.dynamopatterns.eventstore.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.table.ShardState.Claim;
import io.dynamopatterns.eventstore.table.ShardState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a shard's state promises to readers, one step after the other. */
class ShardStateTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

  private static final ShardState ACTIVE =
      new ShardState(
          "shardId-000000000000",
          Phase.ACTIVE,
          "50",
          TEN,
          Optional.empty(),
          3,
          Optional.empty(),
          7,
          Optional.empty());

  @Test
  void aClaimCoversTheHighestRecordThatAnyFunctionBeganToStore() {
    ShardState first = ACTIVE.claimed(TEN.plusSeconds(1), "99", false);
    ShardState half = first.claimed(TEN.plusSeconds(2), "70", false);
    ShardState more = half.claimed(TEN.plusSeconds(3), "100", false);

    assertThat(first.claim()).contains(new Claim(TEN.plusSeconds(1), "99"));
    assertThat(half.claim()).contains(new Claim(TEN.plusSeconds(2), "99"));
    assertThat(more.claim()).contains(new Claim(TEN.plusSeconds(3), "100"));
    assertThat(more.time()).as("its time stands still").isEqualTo(TEN);
  }

  @Test
  void aClaimLastsUntilAllOfItsRecordsAreStored() {
    ShardState claimed = ACTIVE.claimed(TEN, "99", false);

    assertThat(claimed.stored("98", TEN, 4).claim()).isPresent();
    assertThat(claimed.stored("99", TEN, 4).claim()).isEmpty();
    assertThat(claimed.stored("100", TEN, 4).claim()).isEmpty();
  }

  @Test
  void timeNeverGoesBack() {
    ShardState later = ACTIVE.stored("60", TEN.plusSeconds(5), 4);
    assertThat(later.time()).isEqualTo(TEN.plusSeconds(5));
    assertThat(later.sequence()).isEqualTo("60");
    assertThat(later.turn()).isEqualTo(4);

    assertThat(later.stored("61", TEN, 5).time()).isEqualTo(TEN.plusSeconds(5));
    assertThat(later.advanced(TEN).time()).isEqualTo(TEN.plusSeconds(5));
    assertThat(later.advanced(TEN.plusSeconds(9)).time()).isEqualTo(TEN.plusSeconds(9));
    assertThat(later.in(Phase.REGISTERING, TEN, Optional.empty()).time())
        .isEqualTo(TEN.plusSeconds(5));
    assertThat(later.in(Phase.ACTIVE, TEN.plusSeconds(9), Optional.empty()).time())
        .isEqualTo(TEN.plusSeconds(9));
  }

  @Test
  void whatMayBeInTheBufferHoldsTheWatermarkUntilAPumpHasMovedIt() {
    ShardState buffered = ACTIVE.claimed(TEN, "60", true).stored("60", TEN.plusSeconds(5), 4);
    assertThat(buffered.time()).isEqualTo(TEN.plusSeconds(5));
    assertThat(buffered.visibleUntil()).isEqualTo(TEN);
    assertThat(buffered.bufferings()).isEqualTo(8);

    ShardState again = buffered.claimed(TEN, "70", true).stored("70", TEN.plusSeconds(9), 5);
    assertThat(again.visibleUntil()).as("the first of them is in the buffer still").isEqualTo(TEN);
    assertThat(again.bufferings()).isEqualTo(9);

    ShardState pumped = again.pumped(Optional.empty());
    assertThat(pumped.visibleUntil()).isEqualTo(TEN.plusSeconds(9));
    assertThat(pumped.bufferings()).isEqualTo(9);
  }

  @Test
  void aBatchThatIsNotBufferedLeavesTheBuffersPlaceAlone() {
    ShardState buffered = ACTIVE.claimed(TEN, "60", true).stored("60", TEN.plusSeconds(5), 4);

    ShardState direct = buffered.claimed(TEN, "70", false);

    assertThat(direct.visibleUntil()).isEqualTo(TEN);
    assertThat(direct.bufferings()).isEqualTo(8);
    assertThat(direct.advanced(TEN.plusSeconds(20)).visibleUntil()).isEqualTo(TEN);
    assertThat(direct.in(Phase.CLOSED, TEN, Optional.of(TEN)).visibleUntil()).isEqualTo(TEN);
  }

  @Test
  void aShardWhereNothingWaitsHasNoClaim() {
    ShardState claimed = ACTIVE.claimed(TEN, "99", false);

    assertThat(claimed.advanced(TEN.plusSeconds(1)).claim()).isEmpty();
    assertThat(claimed.in(Phase.CLOSED, TEN, Optional.of(TEN)).claim()).isEmpty();
    assertThat(claimed.pumped(Optional.empty()).claim()).isPresent();
  }

  @Test
  void aStateIsReadAsItWasWritten() {
    ShardState closed = ACTIVE.in(Phase.CLOSED, TEN, Optional.of(TEN.plusSeconds(60)));

    for (ShardState state : List.of(ACTIVE, ACTIVE.claimed(TEN, "99", true), closed)) {
      assertThat(ShardStates.state(ShardStates.item(state))).isEqualTo(state);
    }
  }

  @Test
  void theWatermarkIsThatOfTheShardThatIsFurthestBack() {
    ShardState ahead = shard("1", Phase.ACTIVE, TEN.plusSeconds(9));
    ShardState registering = shard("2", Phase.REGISTERING, TEN.plusSeconds(3));
    ShardState closed = shard("3", Phase.CLOSED, TEN);

    assertThat(new Watermark(true, List.of(ahead, registering, closed)).time())
        .isEqualTo(TEN.plusSeconds(3));
    assertThat(new Watermark(true, List.of(ahead, registering, closed)).holding())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(new Watermark(false, List.of(ahead)).time())
        .as("a shard may be unknown")
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aStreamThatHasEndedIsCompleteUpToItsLastEvent() {
    ShardState first = shard("1", Phase.CLOSED, TEN);
    ShardState last = shard("2", Phase.CLOSED, TEN.plusSeconds(9));

    assertThat(new Watermark(true, List.of(first, last)).time()).isEqualTo(TEN.plusSeconds(9));
    assertThat(new Watermark(true, List.of()).time()).isEqualTo(Instant.EPOCH);
  }

  private static ShardState shard(String name, Phase phase, Instant time) {
    return new ShardState(
        name, phase, "1", time, Optional.empty(), 0, Optional.empty(), 0, Optional.empty());
  }
}
