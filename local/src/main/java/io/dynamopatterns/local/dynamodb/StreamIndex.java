package io.dynamopatterns.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Indexes that DynamoDB Local's own SQLite database lacks. Nearly every request looks up the first
 * record of the table's stream, and each read of a stream its last, its first, and those from a
 * sequence number. Without an index SQLite walks through the records of all streams for that.
 *
 * <p>The sequence number is the table's row id, which each index of SQLite ends with. An index that
 * names it as a column is not searched by it: each read walked through the whole stream.
 *
 * <p>DynamoDB Local does not show its database, hence the reflection. A version that keeps it
 * elsewhere ends the start with the name of what is no longer there.
 */
final class StreamIndex {
  private static final String INDEXES =
      "CREATE INDEX dynamo_patterns_stream ON us (StreamID);"
          + "CREATE INDEX dynamo_patterns_shard ON us (ShardID)";

  private StreamIndex() {}

  /** Adds the indexes to a database that was just made. */
  static void create(LocalDynamoDBRequestHandler dynamoDb) {
    databaseOf(dynamoDb)
        .execute(
            new SQLiteJob<Void>() {
              @Override
              protected Void job(SQLiteConnection connection) throws SQLiteException {
                connection.exec(INDEXES);
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
