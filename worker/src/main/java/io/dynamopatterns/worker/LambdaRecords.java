package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.SourceRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Records as Lambda hands them to functions.
 *
 * @param arn of the stream
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Process DynamoDB
 *     records with Lambda</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html">Process Kinesis
 *     records with Lambda</a>
 */
record LambdaRecords(String arn) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A change of a table. Its key is the item's, in one order of the attributes. */
  SourceRecord of(Record record) {
    ObjectNode json =
        NODES
            .objectNode()
            .put("eventID", record.eventID())
            .put("eventName", record.eventNameAsString())
            .put("eventVersion", record.eventVersion())
            .put("eventSource", "aws:dynamodb")
            .put("awsRegion", region());
    var change = record.dynamodb();
    Instant created = change.approximateCreationDateTime();
    ObjectNode dynamodb = json.putObject("dynamodb");
    dynamodb.put("ApproximateCreationDateTime", created.getEpochSecond());
    ObjectNode keys = item(new TreeMap<>(change.keys()));
    dynamodb.set("Keys", keys);
    if (change.hasNewImage()) {
      dynamodb.set("NewImage", item(change.newImage()));
    }
    if (change.hasOldImage()) {
      dynamodb.set("OldImage", item(change.oldImage()));
    }
    dynamodb
        .put("SequenceNumber", change.sequenceNumber())
        .put("SizeBytes", change.sizeBytes())
        .put("StreamViewType", change.streamViewTypeAsString());
    if (record.userIdentity() != null) {
      json.putObject("userIdentity")
          .put("type", record.userIdentity().type())
          .put("principalId", record.userIdentity().principalId());
    }
    json.put("eventSourceARN", arn);
    return SourceRecord.of(change.sequenceNumber(), keys.toString(), created, json);
  }

  /** A record of a Kinesis stream. */
  SourceRecord of(String shardId, KinesisClientRecord record) {
    Instant arrived = record.approximateArrivalTimestamp();
    ObjectNode json = NODES.objectNode();
    json.putObject("kinesis")
        .put("kinesisSchemaVersion", "1.0")
        .put("partitionKey", record.partitionKey())
        .put("sequenceNumber", record.sequenceNumber())
        .put("data", base64(record.data()))
        .put("approximateArrivalTimestamp", BigDecimal.valueOf(arrived.toEpochMilli(), 3));
    json.put("eventSource", "aws:kinesis")
        .put("eventVersion", "1.0")
        .put("eventID", shardId + ":" + record.sequenceNumber())
        .put("eventName", "aws:kinesis:record")
        .put("awsRegion", region())
        .put("eventSourceARN", arn);
    return SourceRecord.of(record.sequenceNumber(), record.partitionKey(), arrived, json);
  }

  private String region() {
    return arn.split(":", 5)[3];
  }

  private static ObjectNode item(Map<String, AttributeValue> attributes) {
    ObjectNode item = NODES.objectNode();
    attributes.forEach((name, value) -> item.set(name, typed(value)));
    return item;
  }

  private static ObjectNode typed(AttributeValue value) {
    ObjectNode typed = NODES.objectNode();
    return switch (value.type()) {
      case S -> typed.put("S", value.s());
      case N -> typed.put("N", value.n());
      case B -> typed.put("B", base64(value.b().asByteBuffer()));
      case BOOL -> typed.put("BOOL", value.bool());
      case NUL -> typed.put("NULL", true);
      case SS -> typed.set("SS", texts(value.ss()));
      case NS -> typed.set("NS", texts(value.ns()));
      case BS ->
          typed.set(
              "BS",
              texts(
                  value.bs().stream()
                      .map(SdkBytes::asByteBuffer)
                      .map(LambdaRecords::base64)
                      .toList()));
      case M -> typed.set("M", item(value.m()));
      case L -> {
        ArrayNode list = typed.putArray("L");
        value.l().forEach(element -> list.add(typed(element)));
        yield typed;
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute has a type that the SDK does not know");
    };
  }

  private static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
