package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The key attributes of a table or an index.
 *
 * @param types of the attributes, such as S
 */
public record KeySchema(String partition, Optional<String> sort, Map<String, String> types) {
  private static final int MOST_PARTITION_BYTES = 2048;
  private static final int MOST_SORT_BYTES = 1024;

  /** The names, the partition key's first. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(partition);
    sort.ifPresent(names::add);
    return names;
  }

  /** The key that an item is stored under. */
  public ModelKey ofItem(Map<String, Attribute> item) {
    for (String name : names()) {
      if (!item.containsKey(name)) {
        throw ServiceError.validation(
            "One or more parameter values were invalid: Missing the key %s in the item"
                .formatted(name));
      }
      require(name, item.get(name));
    }
    return of(item);
  }

  /** The key that a request names, which has key attributes only. */
  public ModelKey ofKey(Map<String, Attribute> key) {
    if (!key.keySet().equals(Set.copyOf(names()))) {
      throw ServiceError.validation("The provided key element does not match the schema");
    }
    key.forEach(
        (name, value) -> {
          if (!value.type().equals(types.get(name))) {
            throw ServiceError.validation("The provided key element does not match the schema");
          }
          require(name, value);
        });
    return of(key);
  }

  /** The key of an item that has these attributes in the right types; empty for another one. */
  public Optional<ModelKey> ofIndexed(Map<String, Attribute> item) {
    return names().stream()
            .allMatch(
                name -> item.containsKey(name) && item.get(name).type().equals(types.get(name)))
        ? Optional.of(of(item))
        : Optional.empty();
  }

  /** Refuses an item that has one of these attributes in a form that no key can have. */
  void requireIndexable(Map<String, Attribute> item) {
    for (String name : names()) {
      if (item.containsKey(name)) {
        require(name, item.get(name));
      }
    }
  }

  private ModelKey of(Map<String, Attribute> item) {
    return new ModelKey(item.get(partition), sort.map(item::get).orElse(Attribute.NULL));
  }

  private void require(String name, Attribute value) {
    if (!value.type().equals(types.get(name))) {
      throw ServiceError.validation(
          "One or more parameter values were invalid: Type mismatch for key %s expected: %s actual: %s"
              .formatted(name, types.get(name), value.type()));
    }
    int size = Sizes.of(value);
    if (size == 0) {
      throw ServiceError.validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty value. Key: "
              + name);
    }
    int most = name.equals(partition) ? MOST_PARTITION_BYTES : MOST_SORT_BYTES;
    if (!(value instanceof Attribute.N) && size > most) {
      throw ServiceError.validation(
          "One or more parameter values were invalid: Size of %s has exceeded the maximum size limit of %d bytes"
              .formatted(name, most));
    }
  }

  /** The key attributes of an item. */
  public Map<String, Attribute> attributes(Map<String, Attribute> item) {
    Map<String, Attribute> key = new LinkedHashMap<>();
    for (String name : names()) {
      if (item.containsKey(name)) {
        key.put(name, item.get(name));
      }
    }
    return key;
  }
}
