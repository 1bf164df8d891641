package io.dynamopatterns.common.query;

import io.dynamopatterns.common.item.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items of one partition of a table or an index, in the order of the sort key.
 *
 * @param partition the name and value of the partition key
 * @param index the index; empty for the table itself
 * @param sortKey what the sort key must be; empty for any
 * @param descending whether the highest sort key comes first
 */
public record Query(
    Key partition, Optional<String> index, Optional<SortKey> sortKey, boolean descending) {

  /**
   * A condition on the sort key.
   *
   * @param name the attribute
   * @param expression with the attribute as {@code #sk} and the values as {@code :from} and {@code
   *     :to}
   */
  public record SortKey(String name, String expression, Map<String, AttributeValue> values) {}

  /** All items with this partition key, which is a {@code String}, a number or bytes. */
  public static Query of(String name, Object value) {
    return new Query(Key.of(name, value), Optional.empty(), Optional.empty(), false);
  }

  /** The same of an index. Its items are those attributes that the index projects. */
  public Query index(String name) {
    return new Query(partition, Optional.of(name), sortKey, descending);
  }

  /** Only items whose sort key is this or higher. */
  public Query from(String name, Object low) {
    return with(name, "#sk >= :from", Key.of(":from", low));
  }

  /** Only items whose sort key is this or lower. */
  public Query upTo(String name, Object high) {
    return with(name, "#sk <= :to", Key.of(":to", high));
  }

  /** Only items whose sort key is lower than this. */
  public Query before(String name, Object high) {
    return with(name, "#sk < :to", Key.of(":to", high));
  }

  /** Only items whose sort key is one of these or between them. */
  public Query between(String name, Object low, Object high) {
    return with(name, "#sk BETWEEN :from AND :to", Key.of(":from", low, ":to", high));
  }

  /** Only items whose sort key begins with this text. */
  public Query beginsWith(String name, String prefix) {
    return with(name, "begins_with(#sk, :from)", Key.of(":from", prefix));
  }

  /** The same, highest sort key first. */
  public Query newestFirst() {
    return new Query(partition, index, sortKey, true);
  }

  private Query with(String name, String expression, Key values) {
    return new Query(
        partition,
        index,
        Optional.of(new SortKey(name, expression, values.attributes())),
        descending);
  }

  /** As a key condition. */
  public String condition() {
    return sortKey.map(sort -> "#pk = :pk AND " + sort.expression()).orElse("#pk = :pk");
  }

  /** The names in {@link #condition}. */
  public Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    partition.attributes().keySet().forEach(name -> names.put("#pk", name));
    sortKey.ifPresent(sort -> names.put("#sk", sort.name()));
    return names;
  }

  /** The values in {@link #condition}. */
  public Map<String, AttributeValue> values() {
    Map<String, AttributeValue> values = new HashMap<>();
    partition.attributes().values().forEach(value -> values.put(":pk", value));
    sortKey.ifPresent(sort -> values.putAll(sort.values()));
    return values;
  }
}
