package io.dynamopatterns.aggregator.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The stream of a table, as Lambda delivers it, read on with each call. */
public final class TableRecords {
  private final StreamSource.Shard shard;

  public TableRecords(String table) {
    shard = TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), table).open(true).getFirst();
  }

  /** What was written since the last call. */
  public List<SourceRecord> read() {
    List<SourceRecord> records = new ArrayList<>();
    List<SourceRecord> page;
    do {
      page = readPage();
      records.addAll(page);
    } while (!page.isEmpty());
    return records;
  }

  /** A batch of what was written since the last call. */
  public List<SourceRecord> readPage() {
    return shard.read(1000);
  }

  /** What was written since the last call, of new events. */
  public List<SourceRecord> readNewEvents() {
    return read().stream()
        .filter(change -> change.json().path("eventName").asText().equals("INSERT"))
        .filter(change -> change.json().at("/dynamodb/Keys/sk/S").asText().startsWith("e#"))
        .toList();
  }

  /** An event of these records. */
  public static DynamodbEvent event(List<SourceRecord> records) {
    return Aggregator.parse(
        records.stream()
            .map(SourceRecord::text)
            .collect(Collectors.joining(",", "{\"Records\":[", "]}")));
  }
}
