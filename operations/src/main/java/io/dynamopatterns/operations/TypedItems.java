package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items in DynamoDB's type-tagged JSON ({@code {"id":{"S":"42"}}}), and as people read them. */
public final class TypedItems {
  private static final String ALLOWED =
      "like {\"S\":\"text\"}, {\"N\":\"42\"}, {\"BOOL\":true}, {\"M\":{…}} or {\"L\":[…]}";

  private static final int MAX_DIGITS = 38;

  private TypedItems() {}

  /** An item as type-tagged JSON. */
  public static ObjectNode json(Map<String, AttributeValue> item) {
    ObjectNode json = Json.object();
    item.forEach((name, value) -> json.set(name, json(value)));
    return json;
  }

  /** A value as type-tagged JSON. */
  public static JsonNode json(AttributeValue value) {
    ObjectNode json = Json.object();
    switch (value.type()) {
      case S -> json.put("S", value.s());
      case N -> json.put("N", value.n());
      case B -> json.put("B", base64(value.b()));
      case BOOL -> json.put("BOOL", value.bool());
      case NUL -> json.put("NULL", true);
      case M -> json.set("M", json(value.m()));
      case L -> {
        ArrayNode list = json.putArray("L");
        value.l().forEach(element -> list.add(json(element)));
      }
      case SS -> value.ss().forEach(json.putArray("SS")::add);
      case NS -> value.ns().forEach(json.putArray("NS")::add);
      case BS -> {
        ArrayNode set = json.putArray("BS");
        value.bs().forEach(bytes -> set.add(base64(bytes)));
      }
      default -> throw new IllegalArgumentException("a value of unknown type: " + value);
    }
    return json;
  }

  /** What an item holds, to compare: the members of sets have no order. */
  public static Object content(Map<String, AttributeValue> item) {
    Map<String, Object> content = new HashMap<>();
    item.forEach((name, value) -> content.put(name, content(value)));
    return content;
  }

  private static Object content(AttributeValue value) {
    return switch (value.type()) {
      case SS -> Set.copyOf(value.ss());
      case NS -> Set.copyOf(value.ns());
      case BS -> Set.copyOf(value.bs());
      case M -> content(value.m());
      case L -> value.l().stream().map(TypedItems::content).toList();
      default -> value;
    };
  }

  /** A value in one line, for people: text as it is, a set or map as JSON without types. */
  public static String text(AttributeValue value) {
    JsonNode plain = plain(json(value));
    return plain.isTextual() ? plain.textValue() : plain.toString();
  }

  /** Type-tagged JSON of an item without its types: {@code {"id":"42","count":7}}. */
  public static JsonNode plainItem(JsonNode item) {
    if (!item.isObject()) {
      return item;
    }
    ObjectNode plain = Json.object();
    item.properties().forEach(field -> plain.set(field.getKey(), plain(field.getValue())));
    return plain;
  }

  /** Type-tagged JSON of a value without its types. */
  public static JsonNode plain(JsonNode value) {
    if (!value.isObject() || value.size() != 1) {
      return value;
    }
    var only = value.properties().iterator().next();
    JsonNode content = only.getValue();
    return switch (only.getKey()) {
      case "N" -> plainNumber(content.asText());
      case "NULL" -> Json.MAPPER.nullNode();
      case "M" -> plainItem(content);
      case "L" -> array(content, TypedItems::plain);
      case "NS" -> array(content, number -> plainNumber(number.asText()));
      default -> content;
    };
  }

  private static JsonNode plainNumber(String text) {
    return Json.MAPPER.getNodeFactory().numberNode(new BigDecimal(text));
  }

  private static JsonNode array(JsonNode elements, Function<JsonNode, JsonNode> change) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    elements.forEach(element -> array.add(change.apply(element)));
    return array;
  }

  /**
   * Reads an item.
   *
   * @param name of the parameter, for the message
   * @throws OperationException that names the attribute and says what is allowed
   */
  public static Map<String, AttributeValue> parse(String name, JsonNode json) {
    if (!json.isObject()) {
      throw OperationException.request(
          "%s must be an item such as {\"id\":{\"S\":\"42\"}}, but is %s", name, json);
    }
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field ->
                item.put(field.getKey(), value(name + "." + field.getKey(), field.getValue())));
    return item;
  }

  private static AttributeValue value(String path, JsonNode json) {
    if (json.isObject() && json.size() == 1) {
      var only = json.properties().iterator().next();
      JsonNode content = only.getValue();
      try {
        switch (only.getKey()) {
          case "S":
            return AttributeValue.fromS(text(content));
          case "N":
            return AttributeValue.fromN(decimal(content));
          case "B":
            return AttributeValue.fromB(bytes(content));
          case "BOOL":
            require(content.isBoolean());
            return AttributeValue.fromBool(content.booleanValue());
          case "NULL":
            require(content.isBoolean() && content.booleanValue());
            return AttributeValue.fromNul(true);
          case "M":
            return AttributeValue.fromM(parse(path, content));
          case "L":
            return AttributeValue.fromL(list(path, content));
          case "SS":
            return AttributeValue.fromSs(set(content, TypedItems::text));
          case "NS":
            return AttributeValue.fromNs(set(content, TypedItems::decimal));
          case "BS":
            return AttributeValue.fromBs(set(content, TypedItems::bytes));
          default:
            // Refused below.
        }
      } catch (IllegalArgumentException e) {
        // Refused below.
      }
    }
    throw OperationException.request("%s must be %s, but is %s", path, ALLOWED, json);
  }

  private static List<AttributeValue> list(String path, JsonNode elements) {
    require(elements.isArray());
    List<AttributeValue> values = new ArrayList<>();
    for (JsonNode element : elements) {
      values.add(value("%s[%d]".formatted(path, values.size()), element));
    }
    return values;
  }

  private static <T> List<T> set(JsonNode elements, Function<JsonNode, T> read) {
    require(elements.isArray() && !elements.isEmpty());
    List<T> values = new ArrayList<>();
    elements.forEach(element -> values.add(read.apply(element)));
    return values;
  }

  private static String text(JsonNode json) {
    require(json.isTextual());
    return json.textValue();
  }

  private static String decimal(JsonNode json) {
    return number(text(json));
  }

  /**
   * A number as DynamoDB stores it: 38 digits, from 1E-130 to below 1E+126.
   *
   * @throws IllegalArgumentException if it is none that DynamoDB takes
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number">
   *     Number</a>
   */
  static String number(String text) {
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    long magnitude = (long) number.precision() - number.scale() - 1;
    require(
        number.signum() == 0
            || number.precision() <= MAX_DIGITS && -130 <= magnitude && magnitude <= 125);
    return number.signum() == 0 ? "0" : number.toPlainString();
  }

  private static SdkBytes bytes(JsonNode json) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(text(json)));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }
}
