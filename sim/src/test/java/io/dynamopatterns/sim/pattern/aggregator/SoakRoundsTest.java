package io.dynamopatterns.sim.pattern.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class SoakRoundsTest {
  private static final int COMPLETE = 50;

  private final SoakRounds rounds = new SoakRounds(COMPLETE);

  @Test
  void roundsFollowOneAfterTheOtherInEachGroup() {
    rounds.add(event("g1", 1, COMPLETE, "a"));
    rounds.add(event("g2", 1, COMPLETE, "a"));
    rounds.add(event("g1", 2, COMPLETE, "a"));
    assertThat(rounds.last("g1")).isEqualTo(2);
    assertThat(rounds.last("g2")).isEqualTo(1);
    assertThat(rounds.last("g3")).isZero();
  }

  @Test
  void anEventMayBePublishedAgainLater() {
    rounds.add(event("g1", 1, COMPLETE, "a"));
    rounds.add(event("g1", 2, COMPLETE, "b"));
    rounds.add(event("g1", 1, COMPLETE, "a"));
    assertThat(rounds.last("g1")).isEqualTo(2);
  }

  @Test
  void aRoundThatIsCompletedTwiceWithDifferentContentIsAFault() {
    rounds.add(event("g1", 1, COMPLETE, "a"));
    assertFault("was completed as", event("g1", 1, COMPLETE, "b"));
  }

  @Test
  void aRoundThatIsLeftOutIsAFault() {
    assertFault("round 2 follows 0", event("g1", 2, COMPLETE, "a"));
  }

  @Test
  void aWrongCountIsAFault() {
    assertFault("a wrong count", event("g1", 1, COMPLETE + 1, "a"));
  }

  @Test
  void aRoundThatIsTooOldToBeRememberedIsAFault() {
    for (int round = 1; round <= SoakRounds.KEPT + 1; round++) {
      rounds.add(event("g1", round, COMPLETE, "a"));
    }
    rounds.add(event("g1", 2, COMPLETE, "a"));
    assertFault("round 1 follows", event("g1", 1, COMPLETE, "a"));
  }

  private void assertFault(String message, JsonNode event) {
    assertThatThrownBy(() -> rounds.add(event))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  private static JsonNode event(String group, int round, int count, String content) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("group", group)
        .put("round", round)
        .put("count", count)
        .put("content", content);
  }
}
