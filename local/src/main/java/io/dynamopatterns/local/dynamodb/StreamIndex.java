package io.dynamopatterns.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * An index that DynamoDB Local's own SQLite database lacks. For nearly every request it looks up
 * the first record of the table's stream, and walks through those of all other streams to find it:
 * after some thousand records that is most of what a request takes.
 *
 * <p>DynamoDB Local does not show its database, hence the reflection. A version that keeps it
 * elsewhere ends the start with the name of what is no longer there.
 */
final class StreamIndex {
  static final String FIRST_RECORD = "SELECT MIN(SequenceNumber) FROM us WHERE StreamID = ?";
  private static final String INDEX =
      "CREATE INDEX dynamo_patterns_stream ON us (StreamID, SequenceNumber)";

  private StreamIndex() {}

  /** Adds the index to a database that was just made. */
  static void create(LocalDynamoDBRequestHandler dynamoDb) {
    databaseOf(dynamoDb)
        .execute(
            new SQLiteJob<Void>() {
              @Override
              protected Void job(SQLiteConnection connection) throws SQLiteException {
                connection.exec(INDEX);
                return null;
              }
            })
        .complete();
  }

  /** Where DynamoDB Local runs its statements. */
  static SQLiteQueue databaseOf(LocalDynamoDBRequestHandler dynamoDb) {
    try {
      Method shared =
          LocalDynamoDBRequestHandler.class.getDeclaredMethod("getHandler", String.class);
      shared.setAccessible(true);
      Object access = field(shared.invoke(dynamoDb, ""), "dbAccess");
      return (SQLiteQueue) field(access, "queue");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the DynamoDB Local that this was written for: " + e, e);
    }
  }

  private static Object field(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }
}
