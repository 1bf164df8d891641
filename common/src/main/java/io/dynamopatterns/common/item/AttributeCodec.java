package io.dynamopatterns.common.item;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes attributes of the values of one Java type, and values of attributes. */
interface AttributeCodec {

  /** What an attribute must be, for messages, such as {@code a whole number (N)}. */
  String allowed();

  /**
   * @return the value, or null if the attribute has another DynamoDB type
   * @throws RuntimeException if its content is not one of the Java type
   */
  Object read(AttributeValue attribute);

  /**
   * @param value not null
   * @param before what is stored in its place, or null
   * @return the attribute, or null if none is stored
   */
  AttributeValue write(Object value, AttributeValue before);

  /** The value of a missing attribute. */
  default Object missing() {
    return null;
  }

  /** Whether a stored attribute holds something that the value does not have. */
  default boolean leavesOut(AttributeValue stored) {
    return false;
  }

  /**
   * The value of an attribute that may be missing.
   *
   * @throws UnreadableAttributeException if it is not what is allowed
   */
  default Object read(String name, AttributeValue attribute) {
    if (attribute == null) {
      return missing();
    }
    RuntimeException cause = null;
    try {
      Object value = read(attribute);
      if (value != null) {
        return value;
      }
      if (Boolean.TRUE.equals(attribute.nul())) {
        return missing();
      }
    } catch (UnreadableAttributeException e) {
      throw e.in(name);
    } catch (RuntimeException e) {
      cause = e;
    }
    throw new UnreadableAttributeException(
        "attribute '%s' must be %s, but %s"
            .formatted(
                name,
                allowed(),
                cause == null ? "is " + attribute.type() : "its content is something else"),
        cause);
  }
}
