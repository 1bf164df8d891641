package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.dynamopatterns.common.Utf8;
import io.dynamopatterns.common.item.JsonLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON from outside, read in one way by every function: a record is exactly one JSON object in
 * UTF-8. Empty data, a second value, text after the object, a byte order mark and UTF-16 are
 * refused. So is a name that an object has twice, because two readers may disagree on which of the
 * values counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7493">RFC 7493, I-JSON</a>
 */
public final class StrictJson {
  /** What every record begins with that the Kinesis Producer Library has aggregated. */
  private static final int AGGREGATED = 0xF3899AC2;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(JsonLimits.READING)
          .build();

  private StrictJson() {}

  /**
   * Whether the data of a Kinesis record holds several records that the Kinesis Producer Library
   * has put into one. They share one sequence number, so that no reader here can count, place or
   * fail them one by one.
   *
   * @see <a
   *     href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">KPL
   *     aggregated record format</a>
   */
  public static boolean isAggregated(ByteBuffer data) {
    ByteBuffer bytes = data.duplicate();
    return bytes.remaining() >= Integer.BYTES && bytes.getInt() == AGGREGATED;
  }

  /**
   * The text of a record that is one JSON object.
   *
   * @param data UTF-8; the buffer's position stays
   * @throws RejectedEventException if it is anything else, saying what and where, and nothing of
   *     the content
   */
  public static String object(ByteBuffer data) {
    String json = text(data);
    requireObject(json);
    return json;
  }

  /**
   * Sees that a text is one JSON object.
   *
   * @throws RejectedEventException if it is anything else, saying what and where
   */
  public static void requireObject(String json) {
    readObject(json, (parser, token) -> {});
  }

  /** Looks at a token within the object. */
  interface Visitor {
    void visit(JsonParser parser, JsonToken token) throws IOException;
  }

  static String text(ByteBuffer data) {
    if (isAggregated(data)) {
      throw new RejectedEventException(
          "aggregated by the Kinesis Producer Library (it begins with F3 89 9A C2): set"
              + " AggregationEnabled to false at the producer");
    }
    if (!data.hasRemaining()) {
      throw new RejectedEventException("not JSON: the record is empty");
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return Utf8.text(bytes)
        .orElseThrow(() -> new RejectedEventException("not JSON: the data is not UTF-8"));
  }

  /**
   * Reads all of a text that must be one JSON object.
   *
   * @throws RejectedEventException if it is anything else, saying what and where
   */
  static void readObject(String json, Visitor visitor) {
    try (JsonParser in = parser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new RejectedEventException("not a JSON object");
      }
      for (JsonToken token = in.nextToken();
          !in.getParsingContext().inRoot();
          token = in.nextToken()) {
        visitor.visit(in, token);
      }
      requireEnd(in);
    } catch (StreamConstraintsException e) {
      throw new RejectedEventException(
          "JSON beyond what is read: at most 1,000 levels, names of 65,536 characters and numbers"
              + " of 1,000 digits");
    } catch (JsonProcessingException e) {
      throw new RejectedEventException(
          "%s: line %d, column %d"
              .formatted(
                  e.getOriginalMessage().startsWith("Duplicate field")
                      ? "an object has a name twice"
                      : "not JSON",
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("a string was read", e);
    }
  }

  /** A parser that refuses a name that an object has twice; see to the end with requireEnd. */
  public static JsonParser parser(String json) throws IOException {
    return JSON.createParser(json);
  }

  /**
   * The value that the parser is at: a map in the order of the object, a list, a {@code String}, a
   * {@code Number}, a {@code Boolean} or null.
   */
  public static Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          in.nextToken();
          fields.put(name, value(in));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(in));
        }
        yield elements;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
      case VALUE_NULL -> null;
      default -> in.getText();
    };
  }

  /**
   * Sees that the value just read is all there is.
   *
   * @throws RejectedEventException if another value follows; the parser refuses what is not JSON
   */
  public static void requireEnd(JsonParser in) throws IOException {
    if (in.nextToken() != null) {
      throw new RejectedEventException("more than one JSON value");
    }
  }
}
