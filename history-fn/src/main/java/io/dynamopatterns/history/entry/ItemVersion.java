package io.dynamopatterns.history.entry;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The version of an item, as its own attribute says: a whole number, or nothing, or something that
 * is not a version at all. The last is kept apart, because a history with a hole is better found
 * than hidden.
 *
 * @param number the version
 * @param problem what is wrong with the attribute, or null
 */
public record ItemVersion(OptionalLong number, String problem) {
  /** An item without a version, or no item. */
  public static final ItemVersion NONE = new ItemVersion(OptionalLong.empty(), null);

  /** A version that is as it should be. */
  public static ItemVersion of(long number) {
    return new ItemVersion(OptionalLong.of(number), null);
  }

  /** A version attribute that holds no whole number. */
  public static ItemVersion bad(String problem) {
    return new ItemVersion(OptionalLong.empty(), problem);
  }

  /** What this attribute of the item says. */
  public static ItemVersion in(Map<String, AttributeValue> item, String attribute) {
    AttributeValue value = item.get(attribute);
    if (value == null) {
      return NONE;
    }
    if (value.n() == null) {
      return bad(
          "attribute '%s' must be a whole number (N), but is of type %s"
              .formatted(attribute, value.type()));
    }
    try {
      return of(new BigDecimal(value.n()).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return bad(
          "attribute '%s' must be a whole number of at most 64 bits, but is %s"
              .formatted(attribute, value.n()));
    }
  }

  /** Whether the attribute holds something that is not a version. */
  public boolean isBad() {
    return problem != null;
  }
}
