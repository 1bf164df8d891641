package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.versioned.WriteTokens.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WriteTokensTest {
  private static final long NOW = 1_800_000_000_000L;

  /**
   * Writers in any order, with pauses of any length. What the tokens say of a write is never wrong:
   * applied writes are not called not-applied, and the other way round.
   */
  @Property
  void theVerdictIsNeverWrong(
      @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 39) Integer> writers,
      @ForAll @Size(min = 80, max = 80) List<@IntRange(min = 1, max = 900_000) Integer> pauses) {
    WriteTokens stored = WriteTokens.none(0);
    Map<String, WriteToken> lastApplied = new HashMap<>();
    List<WriteToken> lostRaces = new ArrayList<>();
    long clock = NOW;
    WriteTokens first = null;
    for (int i = 0; i < writers.size(); i++) {
      clock += pauses.get(i);
      WriteToken token = new WriteToken("writer" + writers.get(i), clock, i + 1L);
      lostRaces.add(new WriteToken("loser", clock, i + 1L));
      stored = WriteTokens.parse(stored.with(token).toString());
      first = first == null ? stored : first;
      lastApplied.put(token.writer(), token);
    }
    WriteTokens before = first == null ? stored : first;
    for (WriteToken applied : lastApplied.values()) {
      assertThat(stored.verdict(applied, before)).isNotEqualTo(Verdict.NOT_APPLIED);
    }
    for (WriteToken lost : lostRaces) {
      assertThat(stored.verdict(lost, before)).isNotEqualTo(Verdict.APPLIED);
    }
  }

  /** It is also useful: with few writers and no long pause it always knows. */
  @Property
  void upToSixteenWritersAlwaysGetAnAnswer(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 15) Integer> writers) {
    WriteTokens stored = WriteTokens.none(0);
    Map<String, WriteToken> lastApplied = new HashMap<>();
    for (int i = 0; i < writers.size(); i++) {
      WriteToken token = new WriteToken("writer" + writers.get(i), NOW + i, i + 1L);
      stored = stored.with(token);
      lastApplied.put(token.writer(), token);
    }
    for (WriteToken applied : lastApplied.values()) {
      assertThat(stored.verdict(applied, stored)).isEqualTo(Verdict.APPLIED);
    }
    assertThat(stored.verdict(new WriteToken("writer0", NOW + 500, writers.size()), stored))
        .isEqualTo(Verdict.NOT_APPLIED);
  }

  @Test
  void anItemWrittenByOneWriterCarriesOneToken() {
    WriteTokens stored = WriteTokens.none(0);
    for (int version = 1; version <= 100; version++) {
      stored = stored.with(new WriteToken("writer", NOW + version, version));
    }
    assertThat(stored.tokens()).hasSize(1);
    assertThat(stored.toString()).hasSizeLessThan(60);
  }

  @Test
  void tokensOlderThanAnHourAreDroppedAndTheFloorRises() {
    WriteTokens stored =
        WriteTokens.none(0)
            .with(new WriteToken("early", NOW, 1))
            .with(new WriteToken("late", NOW + WriteTokens.MEMORY.toMillis() + 1, 2));

    assertThat(stored.tokens()).extracting(WriteToken::writer).containsExactly("late");
    assertThat(stored.verdict(new WriteToken("early", NOW + 1, 1), stored))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aTokenIsKeptForAnHour() {
    WriteTokens stored =
        WriteTokens.none(0)
            .with(new WriteToken("early", NOW, 1))
            .with(new WriteToken("late", NOW + WriteTokens.MEMORY.toMillis(), 2));

    assertThat(stored.tokens()).extracting(WriteToken::writer).containsExactly("late", "early");
    assertThat(stored.floor()).isZero();
  }

  @Test
  void theTokensOfSixteenWritersAreKeptAndTheFloorIsTheNextOne() {
    WriteTokens first = WriteTokens.none(0).with(new WriteToken("writer1", NOW, 1));
    WriteTokens stored = first;
    for (int writer = 2; writer <= WriteTokens.WRITERS + 1; writer++) {
      stored = stored.with(new WriteToken("writer" + writer, NOW, writer));
    }

    assertThat(stored.tokens()).hasSize(WriteTokens.WRITERS);
    assertThat(stored.floor()).isEqualTo(1);
    assertThat(stored.continues(first)).as("its token had to go").isTrue();
  }

  /** A retry of a create can bring a deleted item back, with the same incarnation. */
  @Test
  void anItemThatWasBroughtBackIsNotTakenForTheOneThatWasDeleted() {
    WriteTokens created = WriteTokens.none(0).with(new WriteToken("a", NOW, 1));
    WriteTokens before = created.with(new WriteToken("b", NOW + 1, 2));
    WriteTokens broughtBack =
        created.with(new WriteToken("c", NOW + 2, 2)).with(new WriteToken("c", NOW + 3, 3));

    assertThat(broughtBack.verdict(new WriteToken("d", NOW + 2, 3), before))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(
            before
                .with(new WriteToken("c", NOW + 2, 3))
                .verdict(new WriteToken("d", NOW + 2, 3), before))
        .isEqualTo(Verdict.NOT_APPLIED);
  }

  @Test
  void anItemCreatedAnewShowsNothingOfItsPredecessor() {
    WriteTokens before = WriteTokens.none(0).with(new WriteToken("a", NOW, 1));
    WriteTokens anew =
        WriteTokens.none(0)
            .with(new WriteToken("b", NOW + 1, 1))
            .with(new WriteToken("b", NOW + 2, 2));

    assertThat(anew.verdict(new WriteToken("c", NOW + 1, 2), before)).isEqualTo(Verdict.UNKNOWN);
    assertThat(anew.isCreatedBy(new WriteToken("b", NOW + 1, 1)))
        .as("its creator knows it, though its token has gone")
        .isTrue();
    assertThat(anew.isCreatedBy(new WriteToken("a", NOW, 1))).isFalse();
  }
}
