package io.dynamopatterns.sim.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableUnitsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final KeySchema KEYS = new KeySchema("pk", Optional.empty(), Map.of("pk", "S"));
  private static final KeySchema BY_STATE =
      new KeySchema("state", Optional.empty(), Map.of("state", "S"));

  private final List<ModelChange> changes = new ArrayList<>();
  private final ModelTable table =
      new ModelTable(
          "items",
          KEYS,
          List.of(new Index("byState", BY_STATE, KEYS, Optional.empty())),
          changes::add);

  @Test
  void anIndexKeyHasTheUnitsOfItsEntriesAndTheTablesKeyHasItsOwn() {
    assertThat(units(item("a", "open", 100))).isEqualTo(Map.of("a", 1.0, "byState open", 1.0));
    // The entry moves, and its two places take a unit each.
    assertThat(units(item("a", "done", 100)))
        .isEqualTo(Map.of("a", 1.0, "byState open", 1.0, "byState done", 1.0));
    assertThat(units(item("a", "done", 3000))).isEqualTo(Map.of("a", 3.0, "byState done", 3.0));
    assertThat(units(Map.of("pk", s("a")))).isEqualTo(Map.of("a", 3.0, "byState done", 3.0));
    assertThat(units(Map.of("pk", s("a"), "other", s("x")))).isEqualTo(Map.of("a", 1.0));
  }

  @Test
  void theUnitsOfAllKeysAreThoseOfTheChange() {
    units(item("a", "open", 100));
    units(item("a", "done", 2000));

    for (ModelChange change : changes) {
      assertThat(table.unitsByKey(change).values().stream().mapToDouble(Double::doubleValue).sum())
          .isEqualTo(table.units(change.before(), change.after()));
    }
  }

  @Test
  void aTableThatHandsItsChangesOnKeepsNone() {
    units(item("a", "open", 100));

    assertThat(changes).hasSize(1);
    assertThat(table.changes()).isEmpty();
    assertThat(table.items()).hasSize(1);
  }

  /** Writes the item; gives the units of that, with keys as short text. */
  private Map<String, Double> units(Map<String, Attribute> item) {
    table.write(NOW, KEYS.ofItem(item), Optional.of(item), false);
    Map<String, Double> units = new HashMap<>();
    table
        .unitsByKey(changes.getLast())
        .forEach((key, of) -> units.put(key.replace("S[value=", "").replace("]", ""), of));
    return units;
  }

  private static Map<String, Attribute> item(String key, String state, int bytes) {
    return Map.of("pk", s(key), "state", s(state), "data", s("x".repeat(bytes)));
  }

  private static Attribute s(String text) {
    return new Attribute.S(text);
  }
}
