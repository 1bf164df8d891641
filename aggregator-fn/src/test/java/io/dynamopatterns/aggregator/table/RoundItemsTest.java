package io.dynamopatterns.aggregator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.aggregator.round.CountedStream;
import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.round.Tally;
import io.dynamopatterns.common.delivery.CountedPositions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RoundItemsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  /** What a round forgets between two batches would be counted wrongly in the second one. */
  @Test
  void aRoundIsReadAsItWasWritten() {
    Round open =
        round(RoundState.COLLECTING, Set.of("paid"), Optional.of(List.of("b", "a")), false, false);
    Round closed = round(RoundState.COMPLETE, Set.of(), Optional.empty(), true, true);

    for (Round round : List.of(open, closed)) {
      Round read = RoundItems.read(item(round, Duration.ofDays(30)));

      assertThat(read)
          .usingRecursiveComparison()
          .ignoringFields("counted.positions")
          .isEqualTo(round);
      assertThat(read.counted().positions().toAttribute())
          .isEqualTo(round.counted().positions().toAttribute());
    }
  }

  @ParameterizedTest
  @EnumSource(RoundState.class)
  void onlyAnOpenRoundIsInTheIndex(RoundState state) {
    Map<String, AttributeValue> item =
        item(round(state, Set.of(), Optional.empty(), false, false), Duration.ZERO);

    assertThat(item.containsKey("openShard")).isEqualTo(state == RoundState.COLLECTING);
  }

  @Test
  void aRoundExpiresARetentionAfterItWasLastHeardOf() {
    Round round = round(RoundState.COMPLETE, Set.of(), Optional.empty(), false, false);

    assertThat(item(round, Duration.ofDays(2)))
        .containsEntry(
            "expiresAt",
            AttributeValue.fromN(
                "" + NOON.plusSeconds(7).plus(Duration.ofDays(2)).getEpochSecond()));
    assertThat(item(round, Duration.ZERO)).as("kept for ever").doesNotContainKey("expiresAt");
  }

  @Test
  void anItemThatIsNoRoundIsRefusedByItsKey() {
    Map<String, AttributeValue> item =
        new TreeMap<>(
            item(
                round(RoundState.COMPLETE, Set.of(), Optional.empty(), false, false),
                Duration.ZERO));
    item.put("state", AttributeValue.fromS("HALF"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoundItems.read(item))
        .withMessageContaining("#head#0000000003")
        .withMessageContaining("HALF");
  }

  /** The newest round is the last by its key. */
  @ParameterizedTest
  @CsvSource({
    "1, #head#0000000001",
    "10, #head#0000000010",
    "9999999999, #head#9999999999",
    "12345678901, #head#12345678901"
  })
  void theKeysOfRoundsSortByTheirNumbers(long number, String sortKey) {
    assertThat(Keys.round("ann", number).get("sk").s()).isEqualTo(sortKey).startsWith(Keys.ROUND);
  }

  @Test
  void theIndexIsSpreadOverAllItsShardsAndAGroupStaysInOne() {
    Set<String> shards = new TreeSet<>();
    for (int group = 0; group < 200; group++) {
      String shard = Keys.indexShard(IndexKind.OPEN, "group-" + group, 4);
      assertThat(Keys.indexShard(IndexKind.OPEN, "group-" + group, 4)).isEqualTo(shard);
      shards.add(shard);
    }

    assertThat(shards).containsExactly("open#0", "open#1", "open#2", "open#3");
  }

  private static Map<String, AttributeValue> item(Round round, Duration retention) {
    return RoundItems.of(round, 4, retention, NOON.plusSeconds(7));
  }

  private static Round round(
      RoundState state,
      Set<String> marks,
      Optional<List<String>> members,
      boolean tagged,
      boolean split) {
    CountedPositions counted = CountedPositions.of(null);
    counted.advance("label", "17", NOON);
    return new Round(
        "ann",
        3,
        state,
        new Tally(12, 2, Map.of("clicks", 9L, "login", 3L), marks, members),
        tagged,
        NOON,
        state == RoundState.COLLECTING ? Optional.empty() : Optional.of(NOON.plusSeconds(5)),
        new CountedStream(counted, split));
  }
}
