package io.dynamopatterns.common.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as DynamoDB's type-tagged JSON ({@code {"hits":{"N":"3"}}}). Nothing is lost on the way
 * there and back: numbers keep their text and bytes are Base64. Attributes, and the members of
 * sets, are sorted, so that equal items have equal text.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">
 *     DynamoDB low-level API, data type descriptors</a>
 */
public final class ItemJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(JsonLimits.READING).build();

  private ItemJson() {}

  /** The item as JSON text. */
  public static String write(Map<String, AttributeValue> item) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      writeMap(out, item, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the item as a value of other JSON. */
  public static void write(Map<String, AttributeValue> item, JsonGenerator out) throws IOException {
    writeMap(out, item, true);
  }

  /** Writes the item as a value of other JSON, with its attributes and members in their order. */
  public static void writeUnsorted(Map<String, AttributeValue> item, JsonGenerator out)
      throws IOException {
    writeMap(out, item, false);
  }

  /** Writes a value of an item, as {@link #writeUnsorted} does. */
  public static void writeUnsorted(AttributeValue value, JsonGenerator out) throws IOException {
    writeValue(out, value, false);
  }

  /** The item as JSON text in UTF-8. */
  public static byte[] writeBytes(Map<String, AttributeValue> item) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeMap(out, item, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The item that the JSON text says.
   *
   * @throws IllegalArgumentException if the text is not type-tagged JSON, saying where
   */
  public static Map<String, AttributeValue> read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The item that the JSON text, in UTF-8, says.
   *
   * @throws IllegalArgumentException if the text is not type-tagged JSON, saying where
   */
  public static Map<String, AttributeValue> read(byte[] json) {
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      Map<String, AttributeValue> item = readMap(in);
      if (in.nextToken() != null) {
        throw unexpected(in, "the end");
      }
      return item;
    } catch (IOException e) {
      throw new IllegalArgumentException("not an item in DynamoDB JSON: " + e.getMessage(), e);
    }
  }

  private static void writeMap(JsonGenerator out, Map<String, AttributeValue> map, boolean sorted)
      throws IOException {
    out.writeStartObject();
    Map<String, AttributeValue> attributes =
        sorted && map.size() > 1 && !(map instanceof SortedMap) ? new TreeMap<>(map) : map;
    for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
      out.writeFieldName(entry.getKey());
      writeValue(out, entry.getValue(), sorted);
    }
    out.writeEndObject();
  }

  private static void writeValue(JsonGenerator out, AttributeValue value, boolean sorted)
      throws IOException {
    if (value == null || value.type() == null) {
      throw new IllegalArgumentException("attribute value without a type, or with several");
    }
    out.writeStartObject();
    switch (value.type()) {
      case S -> out.writeStringField("S", value.s());
      case N -> out.writeStringField("N", value.n());
      case B -> out.writeStringField("B", base64(value.b()));
      case BOOL -> out.writeBooleanField("BOOL", value.bool());
      case NUL -> out.writeBooleanField("NULL", value.nul());
      case SS -> writeStrings(out, "SS", value.ss(), sorted);
      case NS -> writeStrings(out, "NS", value.ns(), sorted);
      case BS ->
          writeStrings(out, "BS", value.bs().stream().map(ItemJson::base64).toList(), sorted);
      case L -> {
        out.writeArrayFieldStart("L");
        for (AttributeValue element : value.l()) {
          writeValue(out, element, sorted);
        }
        out.writeEndArray();
      }
      case M -> {
        out.writeFieldName("M");
        writeMap(out, value.m(), sorted);
      }
      default -> throw new IllegalArgumentException("attribute value without a type");
    }
    out.writeEndObject();
  }

  private static void writeStrings(
      JsonGenerator out, String type, List<String> values, boolean sorted) throws IOException {
    out.writeArrayFieldStart(type);
    for (String value : sorted ? values.stream().sorted().toList() : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private static Map<String, AttributeValue> readMap(JsonParser in) throws IOException {
    expect(in, JsonToken.START_OBJECT);
    Map<String, AttributeValue> map = new TreeMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      map.put(name, readValue(in));
    }
    return map;
  }

  private static AttributeValue readValue(JsonParser in) throws IOException {
    expect(in, JsonToken.START_OBJECT);
    in.nextToken();
    expect(in, JsonToken.FIELD_NAME);
    String type = in.currentName();
    in.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(string(in));
          case "N" -> AttributeValue.fromN(string(in));
          case "B" -> AttributeValue.fromB(bytes(string(in)));
          case "BOOL" -> AttributeValue.fromBool(in.getBooleanValue());
          case "NULL" -> AttributeValue.fromNul(in.getBooleanValue());
          case "SS" -> AttributeValue.fromSs(strings(in));
          case "NS" -> AttributeValue.fromNs(strings(in));
          case "BS" -> AttributeValue.fromBs(strings(in).stream().map(ItemJson::bytes).toList());
          case "L" -> AttributeValue.fromL(list(in));
          case "M" -> AttributeValue.fromM(readMap(in));
          default -> throw unexpected(in, "a type of S, N, B, BOOL, NULL, SS, NS, BS, L or M");
        };
    in.nextToken();
    expect(in, JsonToken.END_OBJECT);
    return value;
  }

  private static List<AttributeValue> list(JsonParser in) throws IOException {
    expect(in, JsonToken.START_ARRAY);
    List<AttributeValue> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(readValue(in));
    }
    return values;
  }

  private static List<String> strings(JsonParser in) throws IOException {
    expect(in, JsonToken.START_ARRAY);
    List<String> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(string(in));
    }
    return values;
  }

  private static String string(JsonParser in) throws IOException {
    expect(in, JsonToken.VALUE_STRING);
    return in.getText();
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }

  private static SdkBytes bytes(String base64) {
    return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64));
  }

  private static void expect(JsonParser in, JsonToken token) {
    if (in.currentToken() != token) {
      throw unexpected(in, token.toString());
    }
  }

  private static IllegalArgumentException unexpected(JsonParser in, String wanted) {
    return new IllegalArgumentException(
        "not an item in DynamoDB JSON: expected %s at line %d, column %d"
            .formatted(
                wanted,
                in.currentTokenLocation().getLineNr(),
                in.currentTokenLocation().getColumnNr()));
  }
}
