package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamSource;
import java.util.ArrayList;
import java.util.List;

/** The stream records of a table from its beginning: DynamoDB Local forgets none. */
final class TableChanges {
  private static final int PAGE = 1000;

  private TableChanges() {}

  static List<JsonNode> of(Fleet fleet, String table) {
    StreamSource.Shard shard =
        TableStreamSource.of(fleet.dynamoDbEndpoint(), table).open(true).getFirst();
    List<JsonNode> changes = new ArrayList<>();
    List<SourceRecord> page;
    do {
      page = shard.read(PAGE);
      page.forEach(record -> changes.add(record.json()));
    } while (!page.isEmpty());
    return changes;
  }
}
