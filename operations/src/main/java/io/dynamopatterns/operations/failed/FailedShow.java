package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TypedItems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Shows one object of failed records with what they say. */
@OperationInfo(
    name = "failed show",
    summary = "Shows failed records with what they say.",
    examples = "failed show aws/lambda/…/2026-11-29T10.00.00-….json")
public final class FailedShow implements ReadOperation<FailedShow.Request> {
  /** Which one. */
  public record Request(
      @Param(value = "The object's key, as `failed list` shows it.", positional = true)
          String object,
      @Param("Failure bucket. Default: the only one.") Optional<String> bucket) {}

  /**
   * The object and its records.
   *
   * @param othersCounted whether records beside those that failed may have been counted, so that a
   *     retry names its records
   */
  public record Failed(
      String bucket, FailedList.Entry failed, boolean othersCounted, List<JsonNode> records)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("ID", "KEY", "CONTENT");
      for (JsonNode record : records) {
        table.row(
            record.path("id").asText(), text(record.path("key")), text(record.path("content")));
      }
      return table.note(
          "%s gave up at %s: %s".formatted(failed.function(), failed.time(), failed.reason()));
    }

    private static String text(JsonNode value) {
      return value.isTextual() ? value.asText() : value.toString();
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    String bucket = FailureBuckets.one(request.bucket(), session);
    FailedObject object = FailedObject.read(session.clients().s3(), bucket, request.object());
    List<JsonNode> records =
        object.isAsynchronous()
            ? List.of(
                Json.object()
                    .put("id", "")
                    .<ObjectNode>set("content", object.json().path("requestPayload")))
            : object.records().stream().map(FailedShow::shown).toList();
    boolean othersCounted =
        session.deployment().inventory().functions().stream()
            .filter(function -> function.name().equals(object.function()))
            .anyMatch(function -> Form.of(function, false) == Form.STREAM_OF_THE_RUN);
    return new Failed(bucket, FailedList.entry(object, records.size()), othersCounted, records);
  }

  private static JsonNode shown(JsonNode record) {
    ObjectNode shown = Json.object().put("id", record.path("eventID").asText());
    JsonNode kinesis = record.path("kinesis");
    if (kinesis.isObject()) {
      shown.put("key", kinesis.path("partitionKey").asText());
      byte[] data = Base64.getDecoder().decode(kinesis.path("data").asText());
      return shown.put("content", text(data));
    }
    JsonNode change = record.path("dynamodb");
    shown.set("key", TypedItems.plainItem(change.path("Keys")));
    shown.put("change", record.path("eventName").asText());
    JsonNode image = change.has("NewImage") ? change.path("NewImage") : change.path("OldImage");
    if (image.isObject()) {
      shown.set("content", TypedItems.plainItem(image));
    }
    return shown;
  }

  private static String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      return "base64:" + Base64.getEncoder().encodeToString(data);
    }
  }
}
