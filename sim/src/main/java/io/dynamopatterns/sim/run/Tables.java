package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.Table;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes tables, and reads them for oracles, past all faults. */
public final class Tables {
  private Tables() {}

  /** A table whose keys are strings: the partition key, and perhaps the sort key. */
  public static Table create(World world, String name, String... keys) {
    return create(world, name, List.of(keys), List.of());
  }

  /**
   * @param index the keys, strings too, of an index of all attributes named {@code index}; none
   *     without an index
   */
  public static Table create(World world, String name, List<String> keys, List<String> index) {
    KeySchema schema = schema(keys);
    List<Index> indexes =
        index.isEmpty()
            ? List.of()
            : List.of(new Index("index", schema(index), schema, Optional.empty()));
    Table table = new Table(name, schema, indexes);
    world.model().database().create(table);
    return table;
  }

  private static KeySchema schema(List<String> keys) {
    Map<String, String> types = new HashMap<>();
    keys.forEach(key -> types.put(key, "S"));
    return new KeySchema(
        keys.getFirst(), keys.size() > 1 ? Optional.of(keys.get(1)) : Optional.empty(), types);
  }

  /** All items of a table. */
  public static List<Map<String, Attribute>> items(World world, String table) {
    return world.model().database().table(table).items();
  }

  /** A string attribute of an item; empty if it does not have it. */
  public static Optional<String> text(Map<String, Attribute> item, String attribute) {
    return item.get(attribute) instanceof Attribute.S text
        ? Optional.of(text.value())
        : Optional.empty();
  }
}
