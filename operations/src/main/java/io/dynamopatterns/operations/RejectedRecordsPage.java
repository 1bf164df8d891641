package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A page of records that a pattern has rejected and kept.
 *
 * @param records as the function returns them, with their payloads
 */
public record RejectedRecordsPage(List<JsonNode> records, Optional<String> next)
    implements OperationResult {
  @Override
  public Table asTable() {
    Table table = Table.of("ARRIVAL", "SHARD", "REASON");
    for (JsonNode record : records) {
      table.row(
          record.path("arrival").asText(),
          record.path("shard").asText(),
          Table.cut(record.path("reason").asText()));
    }
    table.note(
        records.isEmpty() ? "Nothing was rejected." : "Their payloads are in --output json.");
    return table.next(next);
  }
}
