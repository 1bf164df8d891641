package io.dynamopatterns.history.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.InsertResult;
import io.dynamopatterns.common.batch.WholeItems;
import io.dynamopatterns.history.entry.Entry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stores entries, each whole or not at all, and of those of one key the first. */
final class EntryWriter {
  private final EntryItems items;
  private final WholeItems inserts;

  EntryWriter(EntryItems items, WholeItems inserts) {
    this.items = items;
    this.inserts = inserts;
  }

  InsertResult append(List<Entry> entries, Deadline deadline) {
    List<List<Map<String, AttributeValue>>> all = entries.stream().map(items::encode).toList();
    // DynamoDB refuses a request that names a key twice.
    Map<EntryKey, List<Map<String, AttributeValue>>> sent = new LinkedHashMap<>();
    all.forEach(encoded -> sent.putIfAbsent(EntryKey.of(encoded.getLast()), encoded));
    InsertResult inserted = inserts.insert(List.copyOf(sent.values()), deadline);
    Iterator<InsertOutcome> inOrder = inserted.outcomes().iterator();
    Map<EntryKey, InsertOutcome> outcomes = new HashMap<>();
    sent.keySet().forEach(key -> outcomes.put(key, inOrder.next()));
    return new InsertResult(
        all.stream()
            .map(
                encoded -> {
                  EntryKey key = EntryKey.of(encoded.getLast());
                  return outcome(encoded, sent.get(key), outcomes.get(key));
                })
            .toList(),
        inserted.resent());
  }

  /**
   * What became of an entry.
   *
   * @param sent the entry that was sent for its key: this one, or one before it in the batch
   */
  private static InsertOutcome outcome(
      List<Map<String, AttributeValue>> encoded,
      List<Map<String, AttributeValue>> sent,
      InsertOutcome ofSent) {
    if (encoded == sent || ofSent instanceof InsertOutcome.Failed) {
      return ofSent;
    }
    EntryKey key = EntryKey.of(encoded.getLast());
    return encoded.equals(sent)
        ? new InsertOutcome.AlreadyThere()
        : new InsertOutcome.Failed(
            new NotDoneException(
                "not inserted: another change of %s is stored at %s"
                    .formatted(key.pk(), key.sk())));
  }
}
