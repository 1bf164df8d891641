package io.dynamopatterns.sim.dynamodb.operation;

import java.util.Map;

/** The operations that the model knows, by their names. */
public final class ModelOperations {
  private static final Map<String, ModelOperation> ALL =
      Map.ofEntries(
          Map.entry("CreateTable", TableOperations::create),
          Map.entry("DescribeTable", TableOperations::describe),
          Map.entry("GetItem", GetItem::one),
          Map.entry("BatchGetItem", GetItem::batch),
          Map.entry("TransactGetItems", GetItem::transaction),
          Map.entry("Query", new QueryOperation()),
          Map.entry("Scan", new Scan()),
          Map.entry("PutItem", SingleWrite.put()),
          Map.entry("UpdateItem", SingleWrite.update()),
          Map.entry("DeleteItem", SingleWrite.delete()),
          Map.entry("BatchWriteItem", new BatchWriteItem()),
          Map.entry("BatchExecuteStatement", new BatchExecuteStatement()),
          Map.entry("TransactWriteItems", new TransactWriteItems()));

  private ModelOperations() {}

  /**
   * @throws IllegalArgumentException if the model does not know it
   */
  public static ModelOperation named(String name) {
    ModelOperation operation = ALL.get(name);
    if (operation == null) {
      throw new IllegalArgumentException(
          "the model does not know the operation %s; it knows %s".formatted(name, ALL.keySet()));
    }
    return operation;
  }
}
