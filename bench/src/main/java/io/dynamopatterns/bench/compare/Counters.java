package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.CountedPositions;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Functions that add up the amounts of the events of each group. */
final class Counters {
  static final String COUNTS = "counts";

  private Counters() {}

  /** A group, with how far each shard of the stream is counted. */
  @Introspected
  record Count(String pk, long total, AttributeValue counted) {
    Optional<Count> plus(List<Delivered<GroupEvent>> events) {
      CountedPositions positions = CountedPositions.of(counted);
      long more =
          events.stream()
              .filter(each -> positions.advance(each, Instant.now()))
              .mapToLong(each -> each.value().amount())
              .sum();
      return more == 0
          ? Optional.empty()
          : Optional.of(new Count(pk, total + more, positions.toAttribute()));
    }
  }

  /** As in {@code examples/page-hits-fn}: a lane per group, its position in the item. */
  static StreamsEventResponse inLanes(DynamoDbClient client, KinesisEvent event, Call call) {
    VersionedTable<Count> counts =
        new VersionedTable<>(client, VersionedSchema.of(COUNTS, "pk").as(Count.class))
            .within(call.deadline());
    return StreamBatch.of(event, GroupEvent::parse)
        .by(GroupEvent::group)
        .run(
            call,
            "counted",
            lane -> {
              Count none = new Count(lane.key(), 0, null);
              counts
                  .update(
                      Key.of("pk", lane.key()),
                      current -> current.orElse(none).plus(lane.records()))
                  .orElseThrow();
            })
        .response();
  }

  /**
   * An atomic counter for each record.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.AtomicCounters">Atomic
   *     counters</a>
   */
  static StreamsEventResponse byAdd(DynamoDbClient client, KinesisEvent event) {
    return EachRecord.of(event, record -> add(client, GroupEvent.of(record)));
  }

  /** The same with an item for each event, put in the same transaction if there is none yet. */
  static StreamsEventResponse byAddWithMarker(DynamoDbClient client, KinesisEvent event) {
    return EachRecord.of(event, record -> addWithMarker(client, GroupEvent.of(record)));
  }

  private static void add(DynamoDbClient client, GroupEvent event) {
    client.updateItem(
        update ->
            update
                .tableName(COUNTS)
                .key(key(event.group()))
                .updateExpression("ADD total :amount")
                .expressionAttributeValues(amount(event)));
  }

  private static void addWithMarker(DynamoDbClient client, GroupEvent event) {
    try {
      client.transactWriteItems(
          transaction -> transaction.transactItems(marker(event), add(event)));
    } catch (TransactionCanceledException e) {
      if (!e.cancellationReasons().getFirst().code().equals("ConditionalCheckFailed")) {
        throw e;
      }
      // It is counted.
    }
  }

  private static TransactWriteItem marker(GroupEvent event) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(COUNTS)
                    .item(key("seen#" + event.id()))
                    .conditionExpression("attribute_not_exists(pk)"))
        .build();
  }

  private static TransactWriteItem add(GroupEvent event) {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(COUNTS)
                    .key(key(event.group()))
                    .updateExpression("ADD total :amount")
                    .expressionAttributeValues(amount(event)))
        .build();
  }

  private static Map<String, AttributeValue> amount(GroupEvent event) {
    return Map.of(":amount", AttributeValue.fromN(Long.toString(event.amount())));
  }

  private static Map<String, AttributeValue> key(String pk) {
    return Map.of("pk", AttributeValue.fromS(pk));
  }
}
