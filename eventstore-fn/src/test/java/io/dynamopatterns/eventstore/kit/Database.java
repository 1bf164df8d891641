package io.dynamopatterns.eventstore.kit;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tables of this module, a new one for each test that asks. */
public final class Database {
  private Database() {}

  /** A new table with this key of text, and no stream: nothing reads one. */
  public static String newTable(String... keys) {
    return TestDatabase.newTable(
        "events",
        name ->
            new TableSpec(
                name,
                keys[0],
                Arrays.stream(keys).skip(1).findFirst(),
                Arrays.stream(keys).collect(Collectors.toMap(key -> key, key -> "S")),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty()));
  }
}
