package io.dynamopatterns.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteStatement;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How SQLite finds the records of a stream, for each statement that DynamoDB Local runs. */
class StreamIndexTest {
  private static final String FIRST_OF_STREAM =
      "SELECT MIN(SequenceNumber) FROM us WHERE StreamID = ?";
  private static final String FIRST_OF_SHARD =
      "SELECT SequenceNumber, CreationDateTime FROM us"
          + " WHERE ShardID = ? AND CreationDateTime >= ? ORDER BY SequenceNumber ASC LIMIT 1";
  private static final String LAST_OF_SHARD =
      "SELECT SequenceNumber FROM us WHERE ShardID=? ORDER BY SequenceNumber DESC LIMIT 1";
  private static final String RECORDS =
      "SELECT SequenceNumber, StreamRecord, OperationType, CreationDateTime FROM us"
          + " WHERE StreamID = ? AND ShardID = ? AND SequenceNumber >= ? AND CreationDateTime > ?"
          + " ORDER BY SequenceNumber ASC LIMIT ?";

  private final LocalDynamoDBRequestHandler dynamoDb =
      new LocalDynamoDBRequestHandler(0, true, null, true, false);

  @AfterEach
  void stop() {
    dynamoDb.shutdown();
  }

  /** When this fails, DynamoDB Local has indexes of its own: delete the class. */
  @ParameterizedTest
  @ValueSource(strings = {FIRST_OF_STREAM, FIRST_OF_SHARD, LAST_OF_SHARD, RECORDS})
  void withoutTheIndexesTheRecordsOfAllStreamsAreWalkedThrough(String statement) {
    assertThat(plan(statement)).doesNotContain("INDEX dynamo_patterns");
  }

  @ParameterizedTest
  @ValueSource(strings = {FIRST_OF_STREAM, FIRST_OF_SHARD, LAST_OF_SHARD})
  void theFirstAndTheLastRecordAreLookedUp(String statement) {
    StreamIndex.create(dynamoDb);

    assertThat(plan(statement)).contains("INDEX dynamo_patterns").contains("=?)");
  }

  @Test
  void recordsAreReadFromTheirSequenceNumberOn() {
    StreamIndex.create(dynamoDb);

    assertThat(plan(RECORDS)).contains("INDEX dynamo_patterns").contains("=? AND rowid>?)");
  }

  private String plan(String statement) {
    return StreamIndex.databaseOf(dynamoDb)
        .execute(
            new SQLiteJob<String>() {
              @Override
              protected String job(SQLiteConnection connection) throws SQLiteException {
                SQLiteStatement plan = connection.prepare("EXPLAIN QUERY PLAN " + statement);
                plan.step();
                String how = plan.columnString(3);
                plan.dispose();
                return how;
              }
            })
        .complete();
  }
}
