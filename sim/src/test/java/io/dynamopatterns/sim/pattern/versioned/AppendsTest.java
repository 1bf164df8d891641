package io.dynamopatterns.sim.pattern.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.pattern.versioned.Appends.Claim;
import io.dynamopatterns.sim.pattern.versioned.Appends.Life;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One small list for each rule of the oracle. */
class AppendsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final Appends appends = new Appends();

  @Test
  void anElementThatIsTwiceInOneListIsAFault() {
    assertFault("in the list twice", life("a", "b", "b"));
  }

  @Test
  void anElementThatIsInTwoListsIsAFault() {
    assertFault("in the list twice", life("a"), life("b", "a"));
  }

  @Test
  void aListThatWasStoredAgainMayHaveTheElementsOfTheEarlierOne() {
    assertNoFault(life("a", "b"), again(Set.of("a", "b"), "a", "b", "c"));
  }

  @Test
  void aListThatWasStoredAgainMayHaveNoOtherElementTwice() {
    assertFault("in the list twice", life("x"), life("a"), again(Set.of("a"), "a", "x"));
  }

  @Test
  void anElementThatIsTwiceInAListThatWasStoredAgainIsAFault() {
    assertFault("in the list twice", life("a", "b"), again(Set.of("a", "b"), "a", "b", "b"));
  }

  @Test
  void anElementOfAWriteThatWasNotAppliedIsAFault() {
    append("a", Claim.NEVER, 0, 1);
    assertFault("is in the list", life("a"));
  }

  @Test
  void anElementOfAnAppliedWriteThatIsMissingIsAFault() {
    append("a", Claim.ONCE, 0, 1);
    assertFault("is not in the list", life("b"));
  }

  @Test
  void anElementOfAWriteWhoseFateIsUnknownMayBeInTheListOrNot() {
    append("a", Claim.UNKNOWN, 0, 1);
    append("b", Claim.UNKNOWN, 0, 1);
    assertNoFault(life("a"));
  }

  @Test
  void aReadThatIsNoBeginningOfAListIsAFault() {
    read(1, "b");
    assertFault("is not a prefix", life("a", "b"));
  }

  @Test
  void aReadThatMissesAWriteWhichHadEndedIsAFault() {
    append("a", Claim.ONCE, 0, 1);
    append("b", Claim.ONCE, 2, 3);
    read(4, "a");
    assertFault("misses", life("a", "b"));
  }

  @Test
  void aReadMayMissAWriteThatHadNotEnded() {
    append("a", Claim.ONCE, 0, 1);
    append("b", Claim.ONCE, 2, 5);
    read(4, "a");
    assertNoFault(life("a", "b"));
  }

  @Test
  void aReadOfAnEarlierListMissesNothingThatWasStoredAgainLater() {
    append("b", Claim.ONCE, 0, 1);
    read(2, "a");
    assertNoFault(life("b"), life("a"), again(Set.of("b"), "b"));
  }

  @Test
  void anEmptyReadOfOneListThatHadElementsIsAFault() {
    append("a", Claim.ONCE, 0, 1);
    read(2);
    assertFault("misses", life("a"));
  }

  @Test
  void anEmptyReadMayBeOfTheTimeBetweenTwoLists() {
    append("a", Claim.ONCE, 0, 1);
    read(2);
    assertNoFault(life("a"), life("b"));
  }

  @Test
  void aWriteThatEndedBeforeAnotherBeganIsBeforeItInTheList() {
    append("a", Claim.ONCE, 0, 1);
    append("b", Claim.ONCE, 2, 3);
    assertFault("comes after it", life("b", "a"));
  }

  @Test
  void writesThatCrossedMayBeInAnyOrder() {
    append("a", Claim.ONCE, 0, 2);
    append("b", Claim.ONCE, 1, 3);
    assertNoFault(life("b", "a"));
  }

  private static Life life(String... elements) {
    return again(Set.of(), elements);
  }

  private static Life again(Set<String> again, String... elements) {
    return new Life(List.of(elements), again);
  }

  private void append(String element, Claim claim, int from, int to) {
    appends.appended(element, claim, START.plusSeconds(from), START.plusSeconds(to));
  }

  private void read(int from, String... list) {
    appends.read(List.of(list), START.plusSeconds(from), START.plusSeconds(from));
  }

  private void assertFault(String fault, Life... lives) {
    assertThat(appends.fault(List.of(lives), false)).get().asString().contains(fault);
  }

  private void assertNoFault(Life... lives) {
    assertThat(appends.fault(List.of(lives), false)).isEmpty();
  }
}
