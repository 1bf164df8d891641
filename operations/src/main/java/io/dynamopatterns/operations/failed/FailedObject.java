package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Names;
import io.dynamopatterns.operations.OperationException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An object of a failure bucket: a batch that a mapping gave up on, or an event that was invoked
 * asynchronously.
 *
 * @param json as Lambda wrote it
 */
record FailedObject(String key, JsonNode json) {
  static FailedObject read(S3Client s3, String bucket, String key) {
    try {
      String text = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
      return new FailedObject(key, Json.parse(text));
    } catch (NoSuchKeyException e) {
      throw OperationException.request("there is no object %s in %s", key, bucket);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw OperationException.failed(
          e, "s3://%s/%s holds no failed records: %s", bucket, key, e.getMessage());
    }
  }

  /** The function that failed; empty for what a retry has left. */
  String function() {
    return Names.functionIn(json.path("requestContext").path("functionArn").asText(""));
  }

  String source() {
    JsonNode first = json.path("KinesisBatchInfo");
    JsonNode info = first.isObject() ? first : json.path("DDBStreamBatchInfo");
    return info.path("streamArn").asText(isAsynchronous() ? "asynchronous call" : "");
  }

  /** Why Lambda gave it up. */
  String reason() {
    return json.path("requestContext")
        .path("condition")
        .asText(key.startsWith(Runs.PREFIX) ? "refused again" : "");
  }

  String time() {
    return json.path("timestamp").asText("");
  }

  /** An event that no stream delivered. */
  boolean isAsynchronous() {
    return json.has("requestPayload");
  }

  /**
   * The records of the batch, as the function gets them.
   *
   * @throws OperationException if there is none: such an object must not be taken for empty
   */
  List<JsonNode> records() {
    List<JsonNode> records = new ArrayList<>();
    if (json.path("payload").isTextual()) {
      try {
        Json.parse(json.path("payload").asText()).path("Records").forEach(records::add);
      } catch (IllegalArgumentException e) {
        throw OperationException.failed(
            e, "the payload of object %s is not JSON: %s", key, e.getMessage());
      }
    }
    if (records.isEmpty()) {
      throw OperationException.failed(
          null, "object %s has no records: its payload must be an event with Records", key);
    }
    return records;
  }

  /**
   * The records of the batch, as a run stores them.
   *
   * @throws OperationException if one has no id, or no place in its stream
   */
  List<StoredRecord> stored() {
    List<StoredRecord> stored = new ArrayList<>();
    for (JsonNode record : records()) {
      if (!record.isObject() || !StoredRecord.of(record).isWhole()) {
        throw OperationException.failed(
            null,
            "object %s has a record without eventID or sequence number: only records of Kinesis"
                + " and of DynamoDB streams can be sent again",
            key);
      }
      stored.add(StoredRecord.of(record));
    }
    return stored;
  }
}
