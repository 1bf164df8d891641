package io.dynamopatterns.fanout.change;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.dynamopatterns.history.record.MalformedChangeException;
import io.dynamopatterns.history.record.StreamChange;

/** The changes of one table that the records of its stream tell of. */
public final class StreamChanges {
  private final String table;

  /**
   * @param table the name of the table whose stream it is
   */
  public StreamChanges(String table) {
    this.table = table;
  }

  /**
   * The change that this record tells of. Ids and groups are made of the table's name, so a stream
   * of another table must not pass.
   *
   * @throws MalformedChangeException if it lacks what a change needs, or is of another table
   */
  public TableChange change(DynamodbStreamRecord record) {
    StreamChange change = StreamChange.of(record);
    if (!change.item().table().equals(table)) {
      throw new MalformedChangeException(
          "malformed stream record: eventSourceARN must be the stream of table %s (FANOUT_TABLE), but is '%s'"
              .formatted(table, record.getEventSourceARN()));
    }
    return TableChange.of(change);
  }
}
