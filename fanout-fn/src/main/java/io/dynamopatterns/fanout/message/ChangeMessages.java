package io.dynamopatterns.fanout.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.JsonText;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.JsonLimits;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.fanout.change.TableChange;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes the messages of changes. One that would be too large has no images, and says so: it points
 * to the change's entry in the history, if there is one. Nothing is cut off.
 */
public final class ChangeMessages {
  private static final String NEW_IMAGE = "newImage";
  private static final String OLD_IMAGE = "oldImage";
  private static final Set<String> IMAGES = Set.of(NEW_IMAGE, OLD_IMAGE);
  private static final String IMAGES_OMITTED = "imagesOmitted";
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(JsonLimits.READING).build();

  private final Optional<String> historyTable;

  /**
   * @param historyTable the table that keeps the history of the changes, if any does
   */
  public ChangeMessages(Optional<String> historyTable) {
    this.historyTable = historyTable;
  }

  /**
   * The message of a change that has just happened.
   *
   * @param number the sender's own, of the message
   */
  public ChangeMessage live(long number, TableChange change) {
    return message(number, change, Optional.empty());
  }

  /**
   * The message of a change that is sent once more. SQS takes it although it took the first one:
   * the name of the replay is in its deduplication id.
   *
   * @param number the sender's own, of the message
   * @param replay the name of the replay
   */
  public ChangeMessage replayed(long number, TableChange change, String replay) {
    return message(number, change, Optional.of(replay));
  }

  private ChangeMessage message(long number, TableChange change, Optional<String> replay) {
    String id = change.id();
    String body = body(change, id, replay, true);
    // A character takes up to three bytes, so most texts need not be encoded to be measured.
    boolean omit =
        3L * body.length() > ChangeMessage.MAX_BYTES
            && body.getBytes(StandardCharsets.UTF_8).length > ChangeMessage.MAX_BYTES;
    String deduplicationId = replay.map(name -> id + '.' + name).orElse(id);
    return new ChangeMessage(
        new QueueMessage(
            number, change.group(), deduplicationId, omit ? body(change, id, replay, false) : body),
        omit);
  }

  private String body(TableChange change, String id, Optional<String> replay, boolean images) {
    return withoutNonCharacters(
        JsonText.of(
            out -> {
              out.writeNumberField("version", ChangeMessage.VERSION);
              out.writeStringField("id", id);
              out.writeStringField("table", change.item().table());
              out.writeStringField("eventName", change.change().kind().name());
              out.writeStringField("time", Times.text(change.position().time()));
              out.writeStringField("sequenceNumber", change.sequenceNumber());
              write(out, "keys", change.item().attributes());
              if (images) {
                writeImages(out, change);
              } else {
                writeOmission(out, change);
              }
              if (change.change().byTimeToLive()) {
                out.writeBooleanField("byTimeToLive", true);
              }
              if (replay.isPresent()) {
                out.writeStringField("replay", replay.get());
              }
            }));
  }

  /**
   * The same message without its images, or empty if it has none.
   *
   * @param body a message as this class makes it
   */
  public static Optional<String> withoutImages(String body) {
    boolean omitted = false;
    StringWriter text = new StringWriter();
    try (JsonParser in = JSON.createParser(body);
        JsonGenerator out = JSON.createGenerator(text)) {
      in.nextToken();
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        if (IMAGES.contains(in.currentName())) {
          in.nextToken();
          in.skipChildren();
          omitted = true;
        } else {
          out.copyCurrentStructure(in);
        }
      }
      if (omitted) {
        out.writeBooleanField(IMAGES_OMITTED, true);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return omitted ? Optional.of(withoutNonCharacters(text.toString())) : Optional.empty();
  }

  private static void writeImages(JsonGenerator out, TableChange change) throws IOException {
    if (change.change().newImage().isPresent()) {
      write(out, NEW_IMAGE, change.change().newImage().get());
    }
    if (change.change().oldImage().isPresent()) {
      write(out, OLD_IMAGE, change.change().oldImage().get());
    }
  }

  private void writeOmission(JsonGenerator out, TableChange change) throws IOException {
    out.writeBooleanField(IMAGES_OMITTED, true);
    if (historyTable.isPresent()) {
      out.writeObjectFieldStart("historyEntry");
      out.writeStringField("table", historyTable.get());
      out.writeStringField("pk", change.item().text());
      out.writeStringField("sk", change.position().toString());
      out.writeEndObject();
    }
  }

  private static void write(JsonGenerator out, String name, Map<String, AttributeValue> attributes)
      throws IOException {
    out.writeFieldName(name);
    ItemJson.write(attributes, out);
  }

  /**
   * SQS refuses these two characters, which DynamoDB stores and JSON need not escape. They occur
   * only within texts.
   */
  private static String withoutNonCharacters(String json) {
    return json.replace("\uFFFE", "\\uFFFE").replace("\uFFFF", "\\uFFFF");
  }
}
