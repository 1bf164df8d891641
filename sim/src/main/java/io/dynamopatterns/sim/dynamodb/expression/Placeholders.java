package io.dynamopatterns.sim.dynamodb.expression;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The names and values that the expressions of one request stand for. Each must be used. */
public final class Placeholders {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Attribute> values = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Set<String> attributes = new LinkedHashSet<>();

  /**
   * @param request with {@code ExpressionAttributeNames} and {@code ExpressionAttributeValues}
   */
  public Placeholders(JsonNode request) {
    request
        .path("ExpressionAttributeNames")
        .properties()
        .forEach(entry -> names.put(entry.getKey(), entry.getValue().asText()));
    JsonNode given = request.path("ExpressionAttributeValues");
    if (given.isObject() && given.isEmpty()) {
      throw ServiceError.validation("ExpressionAttributeValues must not be empty");
    }
    given
        .properties()
        .forEach(entry -> values.put(entry.getKey(), AttributeJson.read(entry.getValue())));
  }

  String name(Token token) {
    used.add(token.text());
    String name = names.get(token.text());
    if (name == null) {
      throw ServiceError.validation(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + token.text());
    }
    return name;
  }

  Attribute value(Token token) {
    used.add(token.text());
    Attribute value = values.get(token.text());
    if (value == null) {
      throw ServiceError.validation(
          "An expression attribute value used in expression is not defined; attribute value: "
              + token.text());
    }
    return value;
  }

  /** Notes that an expression names this attribute of items. */
  void names(String attribute) {
    attributes.add(attribute);
  }

  /** The attributes that the expressions have named since this was last asked. */
  public Set<String> takeAttributes() {
    Set<String> taken = new LinkedHashSet<>(attributes);
    attributes.clear();
    return taken;
  }

  /** Refuses the request if a placeholder is in none of its expressions. */
  public void requireAllUsed() {
    requireUsed(names.keySet(), "ExpressionAttributeNames");
    requireUsed(values.keySet(), "ExpressionAttributeValues");
  }

  private void requireUsed(Set<String> placeholders, String parameter) {
    if (!used.containsAll(placeholders)) {
      throw ServiceError.validation(
          "Value provided in %s unused in expressions: keys: %s"
              .formatted(parameter, placeholders));
    }
  }
}
