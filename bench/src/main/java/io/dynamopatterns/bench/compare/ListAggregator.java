package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Appends each event to a list in its group's item, and publishes the group when the list has
 * enough of them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Update
 *     expressions</a>
 */
final class ListAggregator {
  private static final AttributeValue NONE = AttributeValue.fromL(List.of());

  private final DynamoDbClient client;
  private final EventBridgeClient bus;
  private final int complete;
  private final boolean once;

  /**
   * @param once whether an event that the item has is refused. The item then has a set of ids
   */
  ListAggregator(DynamoDbClient client, EventBridgeClient bus, int complete, boolean once) {
    this.client = client;
    this.bus = bus;
    this.complete = complete;
    this.once = once;
  }

  StreamsEventResponse handle(KinesisEvent event) {
    return EachRecord.of(event, record -> add(GroupEvent.of(record)));
  }

  private void add(GroupEvent event) {
    List<AttributeValue> events = once ? appendedOnce(event) : appended(event);
    // The event that completes a group may be delivered again before it was published, after
    // others.
    if (events.size() >= complete && events.get(complete - 1).equals(value(event))) {
      publish(event.group(), events.subList(0, complete));
    }
  }

  private List<AttributeValue> appended(GroupEvent event) {
    return client
        .updateItem(
            append(event)
                .updateExpression("SET events = list_append(if_not_exists(events, :none), :event)")
                .expressionAttributeValues(Map.of(":none", NONE, ":event", list(event)))
                .build())
        .attributes()
        .get("events")
        .l();
  }

  private List<AttributeValue> appendedOnce(GroupEvent event) {
    try {
      return client
          .updateItem(
              append(event)
                  .updateExpression(
                      "SET events = list_append(if_not_exists(events, :none), :event) ADD ids :ids")
                  .conditionExpression("NOT contains(ids, :id)")
                  .expressionAttributeValues(
                      Map.of(
                          ":none",
                          NONE,
                          ":event",
                          list(event),
                          ":ids",
                          AttributeValue.fromSs(List.of(event.id())),
                          ":id",
                          AttributeValue.fromS(event.id())))
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .build())
          .attributes()
          .get("events")
          .l();
    } catch (ConditionalCheckFailedException e) {
      return e.item().get("events").l();
    }
  }

  private static UpdateItemRequest.Builder append(GroupEvent event) {
    return UpdateItemRequest.builder()
        .tableName(Aggregation.GROUPS)
        .key(Map.of("pk", AttributeValue.fromS(event.group())))
        .returnValues(ReturnValue.ALL_NEW);
  }

  private static AttributeValue list(GroupEvent event) {
    return AttributeValue.fromL(List.of(value(event)));
  }

  private static AttributeValue value(GroupEvent event) {
    return AttributeValue.fromS(event.json());
  }

  /**
   * The event on the bus has the group's name for an id, so that consumers may leave out a copy.
   */
  private void publish(String group, List<AttributeValue> events) {
    long different = events.stream().collect(Collectors.toSet()).size();
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName("bus")
            .source("bench")
            .detailType("AggregateCompleted")
            .detail(
                "{\"id\":\"%s\",\"group\":\"%s\",\"count\":%d}".formatted(group, group, different))
            .build();
    if (bus.putEvents(request -> request.entries(entry)).failedEntryCount() > 0) {
      throw new IllegalStateException("not published: " + group);
    }
  }
}
