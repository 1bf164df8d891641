package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import io.dynamopatterns.common.client.LocalClients;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table to write many items to. */
final class Things implements AutoCloseable {
  static final String TABLE = "things";

  private final EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();

  /** The calls of the client that was made last. */
  FaultyHttpClient http;

  void createTable() {
    dynamoDb.createTable(TABLE, "pk");
  }

  void dropTable() {
    dynamoDb.client().deleteTable(table -> table.tableName(TABLE));
  }

  DynamoDbClient client(FaultScript script) {
    http = LocalClients.http(script);
    return LocalClients.of(dynamoDb, http);
  }

  List<Map<String, AttributeValue>> stored() {
    return dynamoDb.client().scanPaginator(scan -> scan.tableName(TABLE)).items().stream().toList();
  }

  /** A minute of pauses: without a pause no time passes. */
  static Deadline minute() {
    return new PassingTime().deadline(Duration.ofMinutes(1));
  }

  /** Small items, in a list that may be changed. */
  static List<Map<String, AttributeValue>> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> Map.of("pk", AttributeValue.fromS("item-" + number)))
        .collect(Collectors.toList());
  }

  static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String name, AttributeValue value) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.put(name, value);
    return changed;
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
