package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.Numbers;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The functions of conditions. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  static boolean beginsWith(Attribute value, Attribute prefix) {
    if (value instanceof Attribute.S text && prefix instanceof Attribute.S start) {
      return text.value().startsWith(start.value());
    }
    if (value instanceof Attribute.B bytes && prefix instanceof Attribute.B start) {
      ByteBuffer first = bytes.value().duplicate();
      int length = start.value().remaining();
      return first.remaining() >= length
          && first.limit(first.position() + length).equals(start.value());
    }
    return false;
  }

  static boolean contains(Attribute value, Attribute part) {
    return switch (value) {
      case Attribute.S text ->
          part instanceof Attribute.S inner && text.value().contains(inner.value());
      case Attribute.Elements set -> set.elements().contains(part);
      case Attribute.L list -> list.elements().contains(part);
      default -> false;
    };
  }

  /** The size of a value that has one. */
  static Optional<Attribute> size(Attribute value) {
    Optional<Integer> size =
        switch (value) {
          case Attribute.S text -> Optional.of(text.value().length());
          case Attribute.B bytes -> Optional.of(bytes.value().remaining());
          case Attribute.L list -> Optional.of(list.elements().size());
          case Attribute.M map -> Optional.of(map.entries().size());
          case Attribute.Elements set -> Optional.of(set.elements().size());
          default -> Optional.empty();
        };
    return size.map(length -> Numbers.of(BigDecimal.valueOf(length)));
  }
}
