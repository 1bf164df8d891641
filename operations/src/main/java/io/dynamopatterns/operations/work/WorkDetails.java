package io.dynamopatterns.operations.work;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Table;

/** One work item as the processor shows it. */
record WorkDetails(@JsonValue JsonNode work) implements OperationResult {
  @Override
  public Table asTable() {
    Table table = Table.of("FIELD", "VALUE");
    work.properties()
        .forEach(
            field ->
                table.row(
                    field.getKey(),
                    field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString()));
    return table;
  }
}
