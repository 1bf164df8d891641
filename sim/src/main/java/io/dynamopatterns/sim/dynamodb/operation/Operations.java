package io.dynamopatterns.sim.dynamodb.operation;

import java.util.Map;

/** The operations that the model knows, by their names. */
public final class Operations {
  private static final Map<String, Operation> ALL =
      Map.ofEntries(
          Map.entry("CreateTable", Tables::create),
          Map.entry("DescribeTable", Tables::describe),
          Map.entry("GetItem", GetItem::one),
          Map.entry("BatchGetItem", GetItem::batch),
          Map.entry("TransactGetItems", GetItem::transaction),
          Map.entry("Query", new Query()),
          Map.entry("Scan", new Scan()),
          Map.entry("PutItem", SingleWrite.put()),
          Map.entry("UpdateItem", SingleWrite.update()),
          Map.entry("DeleteItem", SingleWrite.delete()),
          Map.entry("BatchWriteItem", new BatchWriteItem()),
          Map.entry("BatchExecuteStatement", new BatchExecuteStatement()),
          Map.entry("TransactWriteItems", new TransactWriteItems()));

  private Operations() {}

  /**
   * @throws IllegalArgumentException if the model does not know it
   */
  public static Operation named(String name) {
    Operation operation = ALL.get(name);
    if (operation == null) {
      throw new IllegalArgumentException(
          "the model does not know the operation %s; it knows %s".formatted(name, ALL.keySet()));
    }
    return operation;
  }
}
