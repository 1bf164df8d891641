package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.item.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads many items of a table with few requests. What DynamoDB did not process, it asks for again.
 *
 * <p>It costs ⌈n / 100⌉ requests, and for each item the units that a read of it alone costs. The
 * role needs {@code dynamodb:BatchGetItem}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">
 *     BatchGetItem</a>
 */
public final class BatchGet {
  /** The service's limit of keys in one request. */
  private static final int KEYS_PER_REQUEST = 100;

  private final DynamoDbClient client;
  private final String table;
  private final Backoff backoff;

  /**
   * @param backoff how often a request is sent that gives nothing, and when
   */
  public BatchGet(DynamoDbClient client, String table, Backoff backoff) {
    this.client = client;
    this.table = table;
    this.backoff = backoff;
  }

  /**
   * The items that exist, by key.
   *
   * @param keys any number; the same key twice is asked for once
   * @param strong whether reads are strongly consistent, at twice the cost
   * @throws NotDoneException if the deadline or the attempts ended before all were read
   */
  public Map<Key, Map<String, AttributeValue>> get(
      Collection<Key> keys, boolean strong, Deadline deadline) {
    Map<Key, Map<String, AttributeValue>> found = new HashMap<>();
    List<Key> left = new ArrayList<>(new LinkedHashSet<>(keys));
    for (int fruitless = 0; !left.isEmpty(); ) {
      List<Key> asked = left.subList(0, Math.min(left.size(), KEYS_PER_REQUEST));
      BatchGetItemResponse answer = send(asked, strong, deadline);
      for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
        Map<String, AttributeValue> key = new HashMap<>(item);
        key.keySet().retainAll(asked.getFirst().attributes().keySet());
        found.put(new Key(key), item);
      }
      List<Key> unprocessed =
          answer.unprocessedKeys().containsKey(table)
              ? answer.unprocessedKeys().get(table).keys().stream().map(Key::new).toList()
              : List.of();
      fruitless = unprocessed.size() == asked.size() ? fruitless + 1 : 0;
      List<Key> rest = new ArrayList<>(left.subList(asked.size(), left.size()));
      rest.addAll(unprocessed);
      left = rest;
      if (!left.isEmpty() && (deadline.passed() || fruitless > 0 && !backoff.allows(fruitless))) {
        throw new NotDoneException(
            "%d of %d items of table %s could not be read in time"
                .formatted(left.size(), keys.size(), table));
      }
      if (!unprocessed.isEmpty()) {
        backoff.pause(fruitless + 1, deadline);
      }
    }
    return found;
  }

  private BatchGetItemResponse send(List<Key> keys, boolean strong, Deadline deadline) {
    KeysAndAttributes asked =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(Key::attributes).toList())
            .consistentRead(strong)
            .build();
    return client.batchGetItem(
        request ->
            request
                .requestItems(Map.of(table, asked))
                .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
  }
}
