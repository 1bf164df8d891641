package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Items with the parts of those that are too large for one ({@link ItemParts}): stored before the
 * item itself, so that a reader finds it whole or not at all.
 */
public final class WholeItems {
  private static final String PK = "pk";
  private static final String SK = "sk";

  private final DynamoDbClient client;
  private final String table;
  private final BatchInsert inserts;

  /**
   * @param writes how often and when inserts that failed are sent again
   */
  public WholeItems(DynamoDbClient client, String table, Backoff writes) {
    this.client = client;
    this.table = table;
    this.inserts = new BatchInsert(client, table, writes);
  }

  /**
   * Inserts items with different keys; those that are there already stay as they are.
   *
   * @param items each as {@link ItemParts#split} cuts it: its parts, and last itself
   * @return what became of each, in their order
   */
  public InsertResult insert(List<List<Map<String, AttributeValue>>> items, Deadline deadline) {
    InsertOutcome[] outcomes = new InsertOutcome[items.size()];
    List<Integer> owners = new ArrayList<>();
    List<Map<String, AttributeValue>> parts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      for (Map<String, AttributeValue> part : items.get(i).subList(0, items.get(i).size() - 1)) {
        owners.add(i);
        parts.add(part);
      }
    }
    InsertResult ofParts = inserts.insert(parts, deadline);
    for (int i = 0; i < parts.size(); i++) {
      if (ofParts.outcomes().get(i) instanceof InsertOutcome.Failed failed) {
        outcomes[owners.get(i)] = failed;
      }
    }
    List<Integer> whole =
        IntStream.range(0, items.size()).filter(i -> outcomes[i] == null).boxed().toList();
    InsertResult ofItems =
        inserts.insert(whole.stream().map(i -> items.get(i).getLast()).toList(), deadline);
    for (int i = 0; i < whole.size(); i++) {
      outcomes[whole.get(i)] = ofItems.outcomes().get(i);
    }
    return new InsertResult(List.of(outcomes), ofParts.resent() + ofItems.resent());
  }

  /**
   * The data of an item, strongly consistent where it is in parts.
   *
   * @param attribute where the data is when it fits
   * @throws IllegalStateException if a part is missing
   */
  public byte[] data(Map<String, AttributeValue> item, String attribute, Deadline deadline) {
    List<Map<String, AttributeValue>> parts =
        ItemParts.sortKeys(item).stream()
            .map(sortKey -> part(item.get(PK).s(), sortKey, deadline))
            .filter(GetItemResponse::hasItem)
            .map(GetItemResponse::item)
            .toList();
    return ItemParts.data(item, attribute, parts);
  }

  private GetItemResponse part(String pk, String sk, Deadline deadline) {
    return client.getItem(
        request ->
            request
                .tableName(table)
                .key(Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk)))
                .consistentRead(true)
                .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
  }
}
