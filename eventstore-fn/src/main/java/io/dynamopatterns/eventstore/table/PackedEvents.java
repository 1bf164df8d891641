package io.dynamopatterns.eventstore.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.Utf8;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Events as compressed bytes: a JSON array of {@code {"sk", "arrival", "key", "data" or "base64"}},
 * deflated as one, because events mostly say the same. An arrival that is the store time is left
 * out.
 */
final class PackedEvents {
  private static final JsonFactory JSON = new JsonFactory();

  private PackedEvents() {}

  static byte[] pack(List<Event> events) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(new DeflaterOutputStream(packed))) {
      json.writeStartArray();
      for (Event event : events) {
        write(event, json);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static void write(Event event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("sk", event.key().text());
    if (!event.arrival().equals(event.key().time())) {
      json.writeStringField("arrival", Times.text(event.arrival()));
    }
    json.writeStringField("key", event.partitionKey());
    Optional<String> text = Utf8.text(event.data());
    if (text.isPresent()) {
      json.writeStringField("data", text.get());
    } else {
      json.writeBinaryField("base64", event.data());
    }
    json.writeEndObject();
  }

  static List<Event> unpack(byte[] packed) {
    List<Event> events = new ArrayList<>();
    try (JsonParser json =
        JSON.createParser(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        events.add(read(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stored events are not deflated JSON", e);
    }
    return events;
  }

  private static Event read(JsonParser json) throws IOException {
    String key = null;
    Instant arrival = null;
    String partitionKey = null;
    byte[] data = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "sk" -> key = json.getText();
        case "arrival" -> arrival = Times.parse(json.getText());
        case "key" -> partitionKey = json.getText();
        case "data" -> data = json.getText().getBytes(StandardCharsets.UTF_8);
        case "base64" -> data = json.getBinaryValue();
        default -> json.skipChildren();
      }
    }
    EventKey eventKey = new EventKey(key);
    return new Event(eventKey, arrival == null ? eventKey.time() : arrival, partitionKey, data);
  }
}
