package io.dynamopatterns.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.function.FunctionIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Records that a mapping gave up on.
 *
 * @param condition why: {@code RetryAttemptsExhausted} or {@code RecordAgeExceeded}
 * @param error what the function said last, empty when it was not invoked
 */
public record Discard(
    StreamKind kind,
    String streamArn,
    String shardId,
    String function,
    List<SourceRecord> records,
    String condition,
    int invocations,
    String error,
    Instant time) {

  public static final String RETRIES_EXHAUSTED = "RetryAttemptsExhausted";
  public static final String TOO_OLD = "RecordAgeExceeded";

  /** The JSON that Lambda writes to a bucket: with the records themselves, as an event. */
  public ObjectNode withPayload() {
    return toJson().put("payload", BatchEvent.event(records));
  }

  /** The JSON that Lambda sends to a queue or topic: it only names the records. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", FunctionIdentity.arnBeside(streamArn, function))
        .put("condition", condition)
        .put("approximateInvokeCount", invocations);
    ObjectNode response = json.putObject("responseContext");
    response.put("statusCode", 200).put("executedVersion", "$LATEST");
    if (!error.isEmpty()) {
      response.put("functionError", "Unhandled");
    }
    json.put("version", "1.0");
    json.put("timestamp", time.toString());
    json.putObject(kind.batchInfo())
        .put("shardId", shardId)
        .put("startSequenceNumber", records.getFirst().sequenceNumber())
        .put("endSequenceNumber", records.getLast().sequenceNumber())
        .put("approximateArrivalOfFirstRecord", records.getFirst().arrived().toString())
        .put("approximateArrivalOfLastRecord", records.getLast().arrived().toString())
        .put("batchSize", records.size())
        .put("streamArn", streamArn);
    return json;
  }
}
