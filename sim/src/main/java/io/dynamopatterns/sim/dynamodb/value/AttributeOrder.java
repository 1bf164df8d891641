package io.dynamopatterns.sim.dynamodb.value;

import java.nio.ByteBuffer;
import java.util.Comparator;

/** The order of strings (by their UTF-8 bytes), numbers and binary values. */
public final class AttributeOrder implements Comparator<Attribute> {
  public static final AttributeOrder INSTANCE = new AttributeOrder();

  private AttributeOrder() {}

  /** Whether two values have an order: they are of one type, and it has one. */
  public static boolean isDefined(Attribute left, Attribute right) {
    return left.type().equals(right.type()) && isOrdered(left);
  }

  public static boolean isOrdered(Attribute value) {
    return value instanceof Attribute.S
        || value instanceof Attribute.N
        || value instanceof Attribute.B;
  }

  @Override
  public int compare(Attribute left, Attribute right) {
    if (left instanceof Attribute.S a && right instanceof Attribute.S b) {
      return compare(a.value(), b.value());
    }
    if (left instanceof Attribute.N a && right instanceof Attribute.N b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof Attribute.B a && right instanceof Attribute.B b) {
      return compare(a.value(), b.value());
    }
    // Keys of one table have one type: others are only kept apart.
    return left.type().compareTo(right.type());
  }

  /** By code points, which is the order of UTF-8. Java's own order has surrogates too low. */
  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        return surrogates && (a > Character.MAX_SURROGATE || b > Character.MAX_SURROGATE)
            ? Character.compare(b, a)
            : Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int compare(ByteBuffer left, ByteBuffer right) {
    int length = Math.min(left.remaining(), right.remaining());
    for (int i = 0; i < length; i++) {
      int order = Byte.compareUnsigned(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.remaining(), right.remaining());
  }
}
