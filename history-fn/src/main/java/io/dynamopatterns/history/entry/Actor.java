package io.dynamopatterns.history.entry;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who wrote an item, as the writer says in the item itself. */
public final class Actor {
  /** Text beyond the length of a name is not an actor; it stays in the image. */
  private static final int MAX_LENGTH = 256;

  private Actor() {}

  /** What this attribute of the item says, if it is text or a number. */
  public static Optional<String> in(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute))
        .map(value -> value.s() != null ? value.s() : value.n())
        .filter(actor -> actor.length() <= MAX_LENGTH);
  }
}
