package io.dynamopatterns.operations.tables;

import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Lists the deployment's tables. */
@OperationInfo(
    name = "tables list",
    summary = "Lists the tables with their keys and indexes.",
    examples = "tables list")
public final class TablesList implements ReadOperation<TablesList.Request> {

  /** There is nothing to choose. */
  public record Request() {}

  /** All tables. */
  public record Tables(List<Described> tables) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TABLE", "KEY", "INDEXES", "STATUS", "ITEMS", "BYTES");
      tables.forEach(
          one ->
              table.row(
                  one.name(),
                  one.key().stream().map(Attribute::toString).collect(Collectors.joining(", ")),
                  String.join(", ", one.indexes()),
                  one.status(),
                  "%,d".formatted(one.items()),
                  "%,d".formatted(one.bytes())));
      return table;
    }
  }

  /**
   * One table.
   *
   * @param items about how many it has; DynamoDB counts every six hours
   */
  public record Described(
      String name,
      List<Attribute> key,
      List<String> indexes,
      String status,
      long items,
      long bytes) {}

  /** A key attribute, and its type: S, N or B. */
  public record Attribute(String name, String type) {
    @Override
    public String toString() {
      return name + " " + type;
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    return new Tables(
        session.deployment().inventory().tables().stream()
            .map(
                name ->
                    session
                        .clients()
                        .dynamoDb()
                        .describeTable(call -> call.tableName(name))
                        .table())
            .map(TablesList::described)
            .toList());
  }

  private static List<String> indexes(TableDescription table) {
    return Stream.concat(
            table.globalSecondaryIndexes().stream().map(index -> index.indexName()),
            table.localSecondaryIndexes().stream().map(index -> index.indexName()))
        .toList();
  }

  private static Described described(TableDescription table) {
    return new Described(
        table.tableName(),
        TableKey.of(table).types().entrySet().stream()
            .map(one -> new Attribute(one.getKey(), one.getValue().toString()))
            .toList(),
        indexes(table),
        table.tableStatusAsString(),
        table.itemCount(),
        table.tableSizeBytes());
  }
}
