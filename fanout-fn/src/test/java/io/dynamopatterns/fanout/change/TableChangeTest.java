package io.dynamopatterns.fanout.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableChangeTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final Map<String, AttributeValue> KEY = Map.of("path", AttributeValue.fromS("/"));
  private static final Map<String, AttributeValue> IMAGE =
      Map.of("path", AttributeValue.fromS("/"), "hits", AttributeValue.fromN("1"));

  /** A replay from the history has the ids that consumers have seen. */
  @Test
  void aChangeOfTheHistoryIsTheOneThatTheStreamDelivered() {
    TableChange live =
        TableChange.of(
            new Delivered<>(
                0,
                new ItemChange(
                    "pages",
                    KEY,
                    ItemChange.Kind.REMOVE,
                    true,
                    Optional.empty(),
                    Optional.of(IMAGE)),
                "key",
                "arn",
                "shard",
                "42",
                TIME,
                "event"));

    TableChange kept = TableChange.of(entry(EventName.REMOVE, new Position(TIME, "42")));

    assertThat(kept).isEqualTo(live);
    assertThat(kept.id()).isEqualTo(live.id());
  }

  @Test
  void aBaselineIsNoChange() {
    Position position = Position.before(TIME);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableChange.of(entry(EventName.BASELINE, position)))
        .withMessage("a baseline is not a change: pages|path=S:/ at " + position);
  }

  @Test
  void aSequenceNumberHasNoLeadingZeros() {
    assertThat(number("42")).isEqualTo("42");
    assertThat(number("100")).isEqualTo("100");
    assertThat(number("7")).isEqualTo("7");
    assertThat(number("0")).isEqualTo("0");
  }

  private static String number(String sequence) {
    return TableChange.of(entry(EventName.REMOVE, new Position(TIME, sequence))).sequenceNumber();
  }

  private static Entry entry(EventName name, Position position) {
    return new Entry(
        new ItemKey("pages", KEY),
        position,
        name,
        TIME,
        ItemVersion.NONE,
        ItemVersion.NONE,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.of(IMAGE));
  }
}
