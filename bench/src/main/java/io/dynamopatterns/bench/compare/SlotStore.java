package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Stores the events of a stream by a put each, in a partition for each minute, ordered by time. The
 * key is the record's own, so that a record that is delivered again is the same item.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-sort-keys.html">Sort
 *     keys</a>
 */
final class SlotStore {
  static final String EVENTS = "slots";

  private final DynamoDbClient client;

  SlotStore(DynamoDbClient client) {
    this.client = client;
  }

  StreamsEventResponse store(KinesisEvent event) {
    return EachRecord.of(
        event, record -> client.putItem(put -> put.tableName(EVENTS).item(item(record))));
  }

  private static Map<String, AttributeValue> item(KinesisEventRecord record) {
    Instant arrival = record.getKinesis().getApproximateArrivalTimestamp().toInstant();
    return Map.of(
        "pk",
        AttributeValue.fromS(minute(arrival).toString()),
        "sk",
        AttributeValue.fromS(time(arrival) + "#" + record.getKinesis().getSequenceNumber()),
        "id",
        AttributeValue.fromS(record.getEventID()),
        "data",
        AttributeValue.fromB(
            SdkBytes.fromByteBuffer(record.getKinesis().getData().asReadOnlyBuffer())));
  }

  private static Instant minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }

  /** Of fixed width, so that text is in the order of time. */
  private static String time(Instant time) {
    return "%013d".formatted(time.toEpochMilli());
  }

  /**
   * The events after a position and up to a time, in their order.
   *
   * @param position the sort key of the last event before; empty for none
   * @param from a time in the first minute that is read
   */
  List<Map<String, AttributeValue>> between(String position, Instant from, Instant to) {
    List<Map<String, AttributeValue>> events = new ArrayList<>();
    for (Instant minute = minute(from);
        !minute.isAfter(to);
        minute = minute.plus(Duration.ofMinutes(1))) {
      read(minute, position, time(to), events);
    }
    return events;
  }

  private void read(
      Instant minute, String position, String last, List<Map<String, AttributeValue>> events) {
    Map<String, AttributeValue> next = null;
    do {
      Map<String, AttributeValue> start = next;
      QueryResponse page =
          client.query(
              query ->
                  query
                      .tableName(EVENTS)
                      .consistentRead(true)
                      .keyConditionExpression("pk = :minute AND sk > :position")
                      .expressionAttributeValues(
                          Map.of(
                              ":minute",
                              AttributeValue.fromS(minute.toString()),
                              ":position",
                              AttributeValue.fromS(position.isEmpty() ? "0" : position)))
                      .exclusiveStartKey(start));
      for (Map<String, AttributeValue> event : page.items()) {
        if (event.get("sk").s().compareTo(last) < 0) {
          events.add(event);
        }
      }
      next = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (next != null);
  }
}
