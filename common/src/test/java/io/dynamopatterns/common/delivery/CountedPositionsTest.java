package io.dynamopatterns.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CountedPositionsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String SHARD = "shardId-000000000001";

  /** A shard of 60 records is delivered in batches that start again anywhere before. */
  @Property
  void countingIsExactUnderAnyRedelivery(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 59) Integer> restarts) {
    assertThat(count(restarts, true)).isEqualTo(60);
  }

  /** Negative control: what the position is there for. */
  @Test
  void withoutPositionsRedeliveryOverCounts() {
    assertThat(count(List.of(10, 20), false)).isGreaterThan(60);
  }

  @Test
  void aPositionSurvivesItsAttribute() {
    CountedPositions counted = new CountedPositions();
    counted.advance(SHARD, "99", NOW);
    counted.advance("shardId-000000000002", "49590338271490256608559692538361571095", NOW);
    counted.advance("young", "5", NOW);

    CountedPositions read = CountedPositions.of(counted.toAttribute());

    assertThat(read.contains(SHARD, "99")).isTrue();
    assertThat(read.contains(SHARD, "100")).as("longer numbers are larger").isFalse();
    assertThat(read.contains("shardId-000000000003", "1")).isFalse();
    assertThat(read.contains("young", "5")).isTrue();
  }

  @Test
  void aClosedShardIsForgottenWhenNothingOfItCanBeDeliveredAgain() {
    CountedPositions counted = new CountedPositions();
    counted.advance(SHARD, "5", NOW);
    counted.advance("next", "6", NOW.plus(CountedPositions.MEMORY));
    assertThat(counted.contains(SHARD, "5")).isTrue();

    counted.advance("next", "7", NOW.plus(CountedPositions.MEMORY).plusSeconds(1));

    assertThat(counted.contains(SHARD, "5")).isFalse();
    assertThat(counted.toAttribute().m()).containsOnlyKeys("next");
  }

  @Test
  void aPositionIsKeptAsLongAsAMappingMayHoldARecord() {
    CountedPositions counted = new CountedPositions();
    counted.advance(SHARD, "5", NOW);
    counted.advance("next", "6", NOW.plus(Duration.ofDays(7)));

    assertThat(counted.contains(SHARD, "5")).isTrue();
  }

  @Test
  void aHigherNumberWithAMuchEarlierTimeRunsBack() {
    CountedPositions counted = new CountedPositions();
    counted.advance("label", "30", NOW);

    assertThat(counted.runsBack("label", "31", NOW.minusSeconds(6))).isTrue();
    assertThat(counted.runsBack("label", "31", NOW.minusSeconds(5))).as("clocks").isFalse();
    assertThat(counted.runsBack("label", "29", NOW.minusSeconds(6))).as("counted").isFalse();
    assertThat(counted.runsBack("label", "30", NOW.minusSeconds(6))).as("the last").isFalse();
    assertThat(counted.runsBack("other", "31", NOW.minusSeconds(6))).isFalse();
    assertThat(counted.isLast("label", "30")).isTrue();
    assertThat(counted.isLast("label", "31")).isFalse();
    assertThat(counted.isLast("other", "30")).isFalse();
  }

  @Test
  void anAttributeOfAnotherKindIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountedPositions.of(AttributeValue.fromS("5")))
        .withMessageContaining("must be a map (M)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CountedPositions.of(
                    AttributeValue.fromM(Map.of(SHARD, AttributeValue.fromS("12")))))
        .withMessageContaining(SHARD)
        .withMessageContaining("<sequence number>@<epoch seconds>");
  }

  private static int count(List<Integer> restarts, boolean guarded) {
    int hits = 0;
    AttributeValue stored = null;
    List<Integer> starts = new ArrayList<>(restarts);
    starts.addFirst(0);
    int delivered = 0;
    for (int restart : starts) {
      CountedPositions counted = CountedPositions.of(stored);
      // A redelivery starts at or before the first record that was not delivered yet.
      for (int i = Math.min(restart, delivered); i < 60; i++) {
        String sequenceNumber = Integer.toString(i + 1);
        if (!guarded || !counted.contains(SHARD, sequenceNumber)) {
          hits++;
          counted.advance(SHARD, sequenceNumber, NOW);
        }
        delivered = Math.max(delivered, i + 1);
      }
      stored = counted.toAttribute();
    }
    return hits;
  }

  @Test
  void aRecordBelowThePositionButLaterThanAllThatWasCountedIsDoubtful() {
    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    CountedPositions counted = CountedPositions.of(null);
    counted.advance("label", "20", noon);
    counted.advance("label", "30", noon.minusSeconds(5));

    assertThat(counted.isDoubtful("label", "10", noon)).as("counted").isFalse();
    assertThat(counted.isDoubtful("label", "10", noon.plusSeconds(1))).isTrue();
    assertThat(counted.isDoubtful("label", "31", noon.plusSeconds(1))).as("new").isFalse();
    assertThat(counted.isDoubtful("other", "10", noon.plusSeconds(1))).isFalse();
  }

  @Test
  void aPositionNeverGoesBack() {
    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    CountedPositions counted = CountedPositions.of(null);
    counted.advance("label", "100", noon);
    counted.advance("label", "20", noon.plusSeconds(1));

    assertThat(counted.contains("label", "100")).isTrue();
    assertThat(counted.isDoubtful("label", "30", noon.plusSeconds(1))).isFalse();
  }

  /** A redriven record may have arrived months ago, and its redrive may be repeated tomorrow. */
  @Test
  void aRedrivenRecordIsCountedOnceHoweverLongAgoItArrived() {
    Instant now = Instant.parse("2026-11-20T10:00:00Z");
    Delivered<String> old =
        new Delivered<>(
            0, "x", "key", "arn", "redrive-1", "7", now.minus(Duration.ofDays(90)), "id");
    CountedPositions counted = CountedPositions.of(null);

    assertThat(counted.advance(old, now)).isTrue();
    counted.advance("other", "1", now.plus(Duration.ofDays(7)));
    assertThat(counted.advance(old, now.plus(Duration.ofDays(7)))).isFalse();
  }

  @Test
  void aCopyIsAdvancedApart() {
    Instant now = Instant.parse("2026-11-20T10:00:00Z");
    CountedPositions counted = CountedPositions.of(null);
    counted.advance("shard", "7", now);

    CountedPositions copy = counted.copy();
    assertThat(copy.toAttribute()).isEqualTo(counted.toAttribute());
    copy.advance("shard", "8", now);
    assertThat(counted.contains("shard", "8")).isFalse();
  }
}
