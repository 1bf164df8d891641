package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a condition compares or an update stores.
 *
 * @param path where the value is in an item
 * @param literal the value, where it is the same for every item
 * @param of the value for an item, if the item has it
 */
record Operand(
    Optional<Path> path,
    Optional<Attribute> literal,
    Function<Map<String, Attribute>, Optional<Attribute>> of) {

  static Operand literal(Attribute value) {
    return new Operand(Optional.empty(), Optional.of(value), item -> Optional.of(value));
  }

  static Operand at(Path path) {
    return new Operand(Optional.of(path), Optional.empty(), path::find);
  }

  static Operand of(Function<Map<String, Attribute>, Optional<Attribute>> of) {
    return new Operand(Optional.empty(), Optional.empty(), of);
  }

  /** The value, which an update needs. */
  Attribute in(Map<String, Attribute> item) {
    return of.apply(item)
        .orElseThrow(
            () ->
                ServiceError.validation(
                    "The provided expression refers to an attribute that does not exist in the item"));
  }
}
