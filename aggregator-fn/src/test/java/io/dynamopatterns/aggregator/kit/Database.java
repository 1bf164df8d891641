package io.dynamopatterns.aggregator.kit;

import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tables of aggregates, a new one for each test that asks. */
public final class Database {
  public static final int INDEX_SHARDS = 4;

  private Database() {}

  /** A new, empty table of aggregates, as Terraform makes it. */
  public static String newTable() {
    return newTable(true);
  }

  /** One without an index, to tell what the index costs. */
  public static String newTable(boolean indexed) {
    TableSpec.Index open =
        new TableSpec.Index("open", "openShard", Optional.of("openSince"), "KEYS_ONLY", List.of());
    return TestDatabase.newTable(
        "aggregates",
        name ->
            new TableSpec(
                name,
                "pk",
                Optional.of("sk"),
                indexed
                    ? Map.of("pk", "S", "sk", "S", "openShard", "S", "openSince", "S")
                    : Map.of("pk", "S", "sk", "S"),
                indexed ? List.of(open) : List.of(),
                List.of(),
                Optional.of("NEW_AND_OLD_IMAGES"),
                Optional.empty()));
  }

  public static AggregatesTable table(DynamoDbClient client, String name) {
    return table(client, name, Duration.ZERO, Clock.systemUTC());
  }

  public static AggregatesTable table(
      DynamoDbClient client, String name, Duration retention, Clock clock) {
    return new AggregatesTable(client, name, INDEX_SHARDS, retention, TestDatabase.QUICK, clock);
  }
}
