package io.dynamopatterns.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteStatement;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How SQLite finds the first record of a stream. */
class StreamIndexTest {
  private final LocalDynamoDBRequestHandler dynamoDb =
      new LocalDynamoDBRequestHandler(0, true, null, true, false);

  @AfterEach
  void stop() {
    dynamoDb.shutdown();
  }

  /** When this fails, DynamoDB Local has an index of its own: delete the class. */
  @Test
  void withoutTheIndexTheRecordsOfAllStreamsAreWalkedThrough() {
    assertThat(plan()).doesNotContain("INDEX");
  }

  @Test
  void withTheIndexItIsLookedUp() {
    StreamIndex.create(dynamoDb);

    assertThat(plan()).contains("COVERING INDEX dynamo_patterns_stream (StreamID=?)");
  }

  private String plan() {
    return StreamIndex.databaseOf(dynamoDb)
        .execute(
            new SQLiteJob<String>() {
              @Override
              protected String job(SQLiteConnection connection) throws SQLiteException {
                SQLiteStatement plan =
                    connection.prepare("EXPLAIN QUERY PLAN " + StreamIndex.FIRST_RECORD);
                plan.step();
                String how = plan.columnString(3);
                plan.dispose();
                return how;
              }
            })
        .complete();
  }
}
