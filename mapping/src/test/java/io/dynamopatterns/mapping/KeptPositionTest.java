package io.dynamopatterns.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptPositionTest {
  private final SourceRecord first = record("1", "a");
  private final SourceRecord second = record("2", "b");
  private final SourceRecord third = record("3", "a");
  private Optional<String> kept = Optional.empty();

  @Test
  void aPositionPassesARecordOnlyWhenAllBeforeItAreDone() {
    KeptPosition position = position();
    position.read(List.of(first, second, third));

    position.done(List.of(second));
    assertThat(position().isDone(second)).isFalse();

    position.done(List.of(first));
    assertThat(position().isDone(second)).isTrue();
    assertThat(position().isDone(third)).isFalse();
  }

  @Test
  void aRecordThatIsReadAgainBeforeOrAfterItIsDoneIsNotDeliveredAgain() {
    KeptPosition position = position();

    assertThat(position.read(List.of(first, second, second))).containsExactly(first, second);
    position.done(List.of(second));
    assertThat(position.read(List.of(first, second, third))).containsExactly(third);
    assertThat(position.unanswered()).isEqualTo(2);

    position.done(List.of(first, third));
    assertThat(position.read(List.of(second))).isEmpty();
    assertThat(position.unanswered()).isZero();
    assertThat(kept).contains(third.sequenceNumber());
  }

  @Test
  void aPositionNeverGoesBack() {
    KeptPosition position = position();
    position.read(List.of(third, first));

    position.done(List.of(third));
    position.done(List.of(first));

    assertThat(kept).contains(third.sequenceNumber());
  }

  private KeptPosition position() {
    return new KeptPosition(kept, reached -> kept = Optional.of(reached));
  }

  private static SourceRecord record(String sequenceNumber, String key) {
    return SourceRecord.of(
        sequenceNumber, key, Instant.EPOCH, JsonNodeFactory.instance.objectNode());
  }
}
