package io.dynamopatterns.history.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.batch.BatchInsert;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.InsertOutcome.AlreadyThere;
import io.dynamopatterns.common.batch.InsertOutcome.Failed;
import io.dynamopatterns.common.batch.InsertResult;
import io.dynamopatterns.history.entry.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores entries, the parts of each before its head, so that a reader finds it whole or not at all.
 */
final class EntryWriter {
  private final EntryItems items;
  private final BatchInsert inserts;

  EntryWriter(EntryItems items, BatchInsert inserts) {
    this.items = items;
    this.inserts = inserts;
  }

  InsertResult append(List<Entry> entries, Deadline deadline) {
    List<Pending> all = entries.stream().map(entry -> new Pending(items.encode(entry))).toList();
    // DynamoDB refuses a request that names a key twice.
    Map<String, Pending> distinct = new LinkedHashMap<>();
    all.forEach(pending -> distinct.putIfAbsent(pending.key(), pending));

    List<Pending> parts = new ArrayList<>();
    distinct.values().forEach(pending -> pending.parts().forEach(part -> parts.add(pending)));
    int resent =
        insert(
            parts,
            distinct.values().stream().flatMap(pending -> pending.parts().stream()).toList(),
            deadline);
    List<Pending> heads =
        distinct.values().stream().filter(pending -> !pending.hasFailed()).toList();
    resent += insert(heads, heads.stream().map(Pending::head).toList(), deadline);

    return new InsertResult(
        all.stream().map(pending -> pending.outcome(distinct.get(pending.key()))).toList(), resent);
  }

  private int insert(
      List<Pending> owners, List<Map<String, AttributeValue>> batch, Deadline deadline) {
    InsertResult inserted = inserts.insert(batch, deadline);
    for (int i = 0; i < batch.size(); i++) {
      owners.get(i).settle(inserted.outcomes().get(i));
    }
    return inserted.resent();
  }

  /** An entry on its way. */
  private static final class Pending {
    private final List<Map<String, AttributeValue>> encoded;
    private InsertOutcome outcome;

    Pending(List<Map<String, AttributeValue>> encoded) {
      this.encoded = encoded;
    }

    List<Map<String, AttributeValue>> parts() {
      return encoded.subList(0, encoded.size() - 1);
    }

    Map<String, AttributeValue> head() {
      return encoded.getLast();
    }

    String key() {
      return head().get(EntryItems.PK).s() + '\n' + head().get(EntryItems.SK).s();
    }

    boolean hasFailed() {
      return outcome instanceof Failed;
    }

    /**
     * Takes the outcome of one of the items; the head's is the last and counts, unless a part
     * failed.
     */
    void settle(InsertOutcome ofItem) {
      if (!hasFailed()) {
        outcome = ofItem;
      }
    }

    /**
     * What became of this entry.
     *
     * @param first the entry that was sent for this key: this one, or one before it in the batch
     */
    InsertOutcome outcome(Pending first) {
      if (first == this || first.hasFailed()) {
        return first.outcome;
      }
      return encoded.equals(first.encoded)
          ? new AlreadyThere()
          : new Failed(
              new NotDoneException(
                  "not inserted: another change of %s is stored at %s"
                      .formatted(head().get(EntryItems.PK).s(), head().get(EntryItems.SK).s())));
    }
  }
}
