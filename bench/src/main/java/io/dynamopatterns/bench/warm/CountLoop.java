package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.dynamopatterns.bench.run.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Adds the new events of each group to its round. */
final class CountLoop {
  private final DynamoDbClient client;

  CountLoop(DynamoDbClient client) {
    this.client = client;
  }

  void count(DynamodbEvent event) {
    Map<String, List<DynamodbStreamRecord>> groups = new LinkedHashMap<>();
    for (DynamodbStreamRecord record : event.getRecords()) {
      groups
          .computeIfAbsent(
              record.getDynamodb().getKeys().get("pk").getS(), group -> new ArrayList<>())
          .add(record);
    }
    Loops.inThreads(groups.entrySet(), group -> count(group.getKey(), group.getValue()));
  }

  private void count(String group, List<DynamodbStreamRecord> events) {
    Map<String, AttributeValue> round =
        client
            .query(
                query ->
                    query
                        .tableName(Records.AGGREGATES)
                        .keyConditionExpression("#pk = :pk AND begins_with(#sk, :from)")
                        .expressionAttributeNames(Map.of("#pk", "pk", "#sk", "sk"))
                        .expressionAttributeValues(
                            Map.of(":pk", Loops.s(group), ":from", Loops.s("#head#")))
                        .scanIndexForward(false)
                        .limit(1)
                        .consistentRead(true))
            .items()
            .getFirst();
    Map<String, AttributeValue> next = new HashMap<>(round);
    Map<String, AttributeValue> sources = new HashMap<>(round.get("sources").m());
    Map<String, AttributeValue> counted = new HashMap<>(round.get("counted").m());
    for (DynamodbStreamRecord event : events) {
      sources.compute(
          event.getDynamodb().getNewImage().get("source").getS(),
          (source, count) -> Loops.n(count == null ? 1 : Long.parseLong(count.n()) + 1));
    }
    DynamodbStreamRecord last = events.getLast();
    String arn = last.getEventSourceARN();
    counted.put(
        arn.substring(arn.lastIndexOf('/') + 1),
        Loops.s(
            last.getDynamodb().getSequenceNumber()
                + '@'
                + last.getDynamodb()
                    .getApproximateCreationDateTime()
                    .toInstant()
                    .getEpochSecond()));
    next.put("count", Loops.n(Long.parseLong(round.get("count").n()) + events.size()));
    next.put("sources", AttributeValue.fromM(sources));
    next.put("counted", AttributeValue.fromM(counted));
    Loops.replace(client, Records.AGGREGATES, "pk", round, next);
  }
}
