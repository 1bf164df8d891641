package io.dynamopatterns.periodic.kit;

import com.fasterxml.jackson.core.JsonPointer;
import io.dynamopatterns.common.ingest.EventPointers;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tables of periods, a new one for each test that asks, and their settings. */
public final class Database {
  private Database() {}

  /** A new, empty table, as its Terraform module makes it. */
  public static String newTable() {
    return TestDatabase.newTable(
        "periods",
        name ->
            new TableSpec(
                name,
                "pk",
                Optional.of("sk"),
                Map.of("pk", "S", "sk", "S", "dueShard", "S", "dueAt", "S"),
                List.of(
                    new TableSpec.Index(
                        "due", "dueShard", Optional.of("dueAt"), "KEYS_ONLY", List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty()));
  }

  /** The environment of a test: hourly periods, no grace, two shards. */
  public static PeriodicSettings settings(String table) {
    return settings(table, 60, 0, 2, 0);
  }

  public static PeriodicSettings settings(
      String table, int widthMinutes, int graceSeconds, int shards, int retentionDays) {
    return new PeriodicSettings(
        table,
        "fleet",
        new EventPointers(
            JsonPointer.compile("/client"),
            JsonPointer.compile("/id"),
            JsonPointer.compile("/time"),
            Optional.empty()),
        Duration.ofMinutes(widthMinutes),
        Duration.ofSeconds(graceSeconds),
        shards,
        Optional.of(Duration.ofDays(retentionDays)).filter(days -> !days.isZero()),
        Duration.ofSeconds(60));
  }

  public static PeriodsTable table(String name) {
    return table(TestDatabase.client(), name);
  }

  public static PeriodsTable table(DynamoDbClient client, String name) {
    return PeriodsTable.of(client, name, TestDatabase.QUICK);
  }
}
