package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * The key of a table or index, and keys as people write them: {@code /index.html}, {@code user=7
 * order=9}, {@code 7 9}.
 *
 * @param types of the attributes, the partition key first
 */
public record TableKey(Map<String, ScalarAttributeType> types) {

  /** A table's key. */
  public static TableKey of(TableDescription table) {
    return of(table, table.keySchema());
  }

  /** The key of a table or of one of its indexes. */
  public static TableKey of(TableDescription table, List<KeySchemaElement> schema) {
    Map<String, ScalarAttributeType> types = new LinkedHashMap<>();
    schema.forEach(
        element ->
            table.attributeDefinitions().stream()
                .filter(defined -> defined.attributeName().equals(element.attributeName()))
                .forEach(defined -> types.put(element.attributeName(), defined.attributeType())));
    return new TableKey(types);
  }

  /**
   * Reads a whole key.
   *
   * @param words one for each attribute: its value, or its name, {@code =} and its value
   * @throws OperationException that says what is allowed
   */
  public Map<String, AttributeValue> parse(List<String> words) {
    if (words.size() != types.size()) {
      throw bad(words);
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    boolean named = words.stream().allMatch(this::isNamed);
    if (!named && words.size() > 1 && words.stream().anyMatch(this::isNamed)) {
      throw bad(words);
    }
    int next = 0;
    for (Map.Entry<String, ScalarAttributeType> attribute : types.entrySet()) {
      String start = attribute.getKey() + "=";
      String text =
          named
              ? words.stream()
                  .filter(word -> word.startsWith(start))
                  .map(word -> word.substring(start.length()))
                  .findFirst()
                  .orElseThrow(() -> bad(words))
              : words.get(next++);
      key.put(attribute.getKey(), value(attribute.getKey(), text));
    }
    return key;
  }

  private boolean isNamed(String word) {
    return types.keySet().stream().anyMatch(name -> word.startsWith(name + "="));
  }

  /**
   * Reads the value of a key attribute by its type.
   *
   * @throws OperationException that says what is allowed
   */
  public AttributeValue value(String attribute, String text) {
    try {
      return switch (types.get(attribute)) {
        case N -> AttributeValue.fromN(TypedItems.number(text));
        case B -> AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(text)));
        default -> AttributeValue.fromS(text);
      };
    } catch (IllegalArgumentException e) {
      throw OperationException.request(
          "key attribute %s must be %s, but is '%s'",
          attribute, types.get(attribute) == ScalarAttributeType.N ? "a number" : "Base64", text);
    }
  }

  private OperationException bad(List<String> words) {
    return OperationException.request(
        "the key must be %s, but is %s",
        types.keySet().stream()
            .map(name -> name + "=VALUE")
            .collect(Collectors.joining(" ", "", types.size() == 1 ? " or only VALUE" : "")),
        words.isEmpty() ? "missing" : "'" + String.join(" ", words) + "'");
  }

  /** A key in DynamoDB's type-tagged JSON, as functions take it. */
  public static JsonNode json(Map<String, AttributeValue> key) {
    ObjectNode json = Json.object();
    key.forEach((name, value) -> json.set(name, TypedItems.json(value)));
    return json;
  }

  /** A key as people write it. */
  public static String text(Map<String, AttributeValue> key) {
    return key.entrySet().stream()
        .map(
            attribute ->
                (key.size() == 1 ? "" : attribute.getKey() + "=")
                    + TypedItems.text(attribute.getValue()))
        .collect(Collectors.joining(" "));
  }
}
