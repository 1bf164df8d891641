package io.dynamopatterns.common.item;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes values of items and items of values. {@link #of(Class)} makes one for a record or a bean.
 *
 * @param <T> what the program works with
 */
public interface ItemCodec<T> {

  /**
   * The value of an item.
   *
   * @param item all attributes, without the bookkeeping of versioned tables
   * @throws IllegalArgumentException if an attribute is not what the type needs. The message names
   *     the attribute and what is allowed, and says nothing of its content
   */
  T read(Map<String, AttributeValue> item);

  /** The attributes of a value, key included. */
  Map<String, AttributeValue> write(T value);

  /**
   * The attributes of a value that takes the place of a stored item. What the item has and the type
   * does not know is kept: another version of the program, or another function, has written it.
   *
   * <p>An attribute counts as known if writing what was read of the item gives it.
   *
   * @param before the attributes of the stored item
   * @throws IllegalStateException if the item holds something unknown where it cannot be kept
   */
  default Map<String, AttributeValue> write(T value, Map<String, AttributeValue> before) {
    Map<String, AttributeValue> item = new HashMap<>(before);
    item.keySet().removeAll(write(read(before)).keySet());
    item.putAll(write(value));
    return item;
  }

  /** The names of the attributes that the type has; empty if the codec cannot name them. */
  default Set<String> attributes() {
    return Set.of();
  }

  /** Items as they are: the value has all attributes, and replaces all. */
  static ItemCodec<Map<String, AttributeValue>> untyped() {
    return Untyped.INSTANCE;
  }

  /**
   * A codec for a record or a bean that Micronaut introspects at compile time
   * ({@code @Introspected} or {@code @Serdeable}). Each component or property is an attribute of
   * the same name:
   *
   * <table>
   *   <caption>Types</caption>
   *   <tr><th>Java</th><th>DynamoDB</th></tr>
   *   <tr><td>{@code String}, enums, {@code UUID}, {@code LocalDate}, {@code Duration}</td><td>S</td></tr>
   *   <tr><td>{@code Instant} of whole milliseconds</td><td>S, as {@link io.dynamopatterns.common.Times#text}: it sorts as times do</td></tr>
   *   <tr><td>{@code int}, {@code long}, {@code double}, {@code BigInteger}, {@code BigDecimal}</td><td>N</td></tr>
   *   <tr><td>{@code boolean}</td><td>BOOL</td></tr>
   *   <tr><td>{@code byte[]}</td><td>B</td></tr>
   *   <tr><td>{@code Set} of text, numbers or {@code byte[]}</td><td>SS, NS, BS</td></tr>
   *   <tr><td>{@code List}</td><td>L</td></tr>
   *   <tr><td>{@code Map<String, …>}, introspected types</td><td>M</td></tr>
   *   <tr><td>{@link Expiry}</td><td>N, epoch seconds, as DynamoDB's time to live has it</td></tr>
   *   <tr><td>{@link AttributeValue}</td><td>itself</td></tr>
   * </table>
   *
   * <p>{@code null} and an empty {@code Optional} or {@code Set} are stored as no attribute. A
   * missing attribute, and NULL, is read as {@code null}, as an empty {@code Optional} or
   * collection, as 0 or as {@code false}. So a component may be added to a record whose items are
   * stored already.
   *
   * <p>Unknown attributes are kept also in nested types and in the values of maps. The elements of
   * a list have no identity: a list whose elements have unknown attributes may be kept, but a
   * change of it is refused.
   *
   * @throws IllegalArgumentException if the type is not introspected, or has a property of another
   *     type
   */
  static <T> ItemCodec<T> of(Class<T> type) {
    return new AttributeCodecs().bean(type);
  }

  /** A codec of two functions. */
  static <T> ItemCodec<T> of(
      Function<Map<String, AttributeValue>, T> read,
      Function<T, Map<String, AttributeValue>> write) {
    return new ItemCodec<>() {
      @Override
      public T read(Map<String, AttributeValue> item) {
        return read.apply(item);
      }

      @Override
      public Map<String, AttributeValue> write(T value) {
        return write.apply(value);
      }
    };
  }
}
