package io.dynamopatterns.bench.compare;

import static com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer.toAttributeValueMapV2;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.VersionedSchema;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Functions that keep a copy of a table up to date by its stream. */
final class Copies {
  static final String COPY = "copy";

  private Copies() {}

  /** A lane per item, and a put that an older state does not win. */
  static StreamsEventResponse ifNewer(DynamoDbClient client, DynamodbEvent event, Call call) {
    IdempotentPut copy =
        new IdempotentPut(client, VersionedSchema.of(COPY, "pk")).within(call.deadline());
    return StreamBatch.of(event)
        .run(
            call,
            "copied",
            lane ->
                lane.records().forEach(change -> copy.ifNewer(change.value().requireNewImage())))
        .response();
  }

  /** A put of each new image. */
  static StreamsEventResponse byPut(DynamoDbClient client, DynamodbEvent event) {
    return EachRecord.of(
        event,
        record ->
            client.putItem(
                put ->
                    put.tableName(COPY)
                        .item(toAttributeValueMapV2(record.getDynamodb().getNewImage()))));
  }

  /** A put of each new image, on condition that its version is newer. */
  static StreamsEventResponse byConditionalPut(DynamoDbClient client, DynamodbEvent event) {
    return EachRecord.of(
        event,
        record -> {
          Map<String, AttributeValue> image =
              toAttributeValueMapV2(record.getDynamodb().getNewImage());
          try {
            client.putItem(
                put ->
                    put.tableName(COPY)
                        .item(image)
                        .conditionExpression("attribute_not_exists(pk) OR version < :version")
                        .expressionAttributeValues(Map.of(":version", image.get("version"))));
          } catch (ConditionalCheckFailedException e) {
            // The copy has this state, or a newer one.
          }
        });
  }
}
