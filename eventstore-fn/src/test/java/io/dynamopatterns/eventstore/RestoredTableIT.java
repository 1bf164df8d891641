package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The tables are restored to an earlier second, as docs/backup.md says: the states of shards go
 * back with the events, the position of the event source mapping does not.
 */
class RestoredTableIT {
  private static final String SHARD = "shardId-000000000000";

  private Store store;
  private final Stream stream = new Stream(1);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyEventIsPlayedBackOnceIfTheStreamIsReadAgainFromItsOldestRecord(Mode mode) {
    goBackInTime(mode);

    store.ingestAll(stream, 5);
    store.settle(stream, Duration.ofMinutes(1));

    assertThat(store.play(1000, null).ids()).hasSize(25).doesNotHaveDuplicates();
  }

  /** Why the runbook has the step. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void eventsAreMissingIfReadingContinuesWhereItWas(Mode mode) {
    goBackInTime(mode);

    store.ingest(stream.messages().subList(20, 25));
    store.settle(stream, Duration.ofMinutes(1));

    assertThat(store.play(1000, null).ids()).hasSize(15);
  }

  /** Ten events are in the backup, ten came after it, and five have come since the restore. */
  private void goBackInTime(Mode mode) {
    store = Store.create(mode, 2);
    store.watermark(stream);
    put(Store.START.plusSeconds(1), 10);
    store.ingestAll(stream, 5);
    Map<String, List<Map<String, AttributeValue>>> backup =
        Map.of(
            store.table,
            TestDatabase.scan(store.table),
            store.buffer,
            TestDatabase.scan(store.buffer));
    put(Store.START.plusSeconds(30), 10);
    store.ingestAll(stream, 5);
    store.settle(stream, Duration.ofMinutes(1));
    assertThat(store.play(1000, null).ids()).hasSize(20);

    restore(store.table, List.of("pk", "sk"), backup.get(store.table));
    restore(store.buffer, List.of("pk"), backup.get(store.buffer));
    put(Store.START.plusSeconds(300), 5);
  }

  private void put(Instant arrival, int count) {
    for (int i = 0; i < count; i++) {
      stream.put(SHARD, arrival.plusMillis(i), "k", new byte[] {'x'});
    }
  }

  private static void restore(
      String table, List<String> keys, List<Map<String, AttributeValue>> items) {
    for (Map<String, AttributeValue> item : TestDatabase.scan(table)) {
      Map<String, AttributeValue> key = new HashMap<>(item);
      key.keySet().retainAll(keys);
      TestDatabase.client().deleteItem(delete -> delete.tableName(table).key(key));
    }
    items.forEach(item -> TestDatabase.client().putItem(put -> put.tableName(table).item(item)));
  }
}
