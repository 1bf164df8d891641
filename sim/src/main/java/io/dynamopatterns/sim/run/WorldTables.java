package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes tables, and reads them for oracles, past all faults. */
public final class WorldTables {
  private WorldTables() {}

  /** A table whose keys are strings: the partition key, and perhaps the sort key. */
  public static ModelTable create(World world, String name, String... keys) {
    return create(world, new ModelTable(name, schema(List.of(keys)), List.of()));
  }

  /**
   * A table with an index, whose keys are strings, too.
   *
   * @param projected the attributes that the index has besides all keys
   */
  public static ModelTable createIndexed(
      World world,
      String name,
      List<String> keys,
      String index,
      List<String> indexKeys,
      Set<String> projected) {
    KeySchema schema = schema(keys);
    return create(
        world,
        new ModelTable(
            name,
            schema,
            List.of(new Index(index, schema(indexKeys), schema, Optional.of(projected)))));
  }

  private static ModelTable create(World world, ModelTable table) {
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
