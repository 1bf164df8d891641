package io.dynamopatterns.emulator.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteStatement;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What DynamoDB Local's storage does less of, and that its answers stay the same. */
class StorageTest {
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

  private final EmbeddedDynamoDb db = EmbeddedDynamoDb.start();
  private final DynamoDbClient client = db.client();

  @AfterEach
  void stop() {
    db.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {FIRST_OF_STREAM, FIRST_OF_SHARD, LAST_OF_SHARD})
  void theFirstAndTheLastRecordOfAStreamAreLookedUp(String statement) {
    assertThat(plan(statement)).contains("INDEX dynamo_patterns").contains("=?)");
  }

  @Test
  void recordsOfAStreamAreReadFromTheirSequenceNumberOn() {
    assertThat(plan(RECORDS)).contains("INDEX dynamo_patterns").contains("=? AND rowid>?)");
  }

  @Test
  void aTableIsDescribedAsItIsAfterEachChange() {
    db.createTable("orders", "id");
    assertThat(streams()).isTrue();

    client.updateTable(
        request -> request.tableName("orders").streamSpecification(s -> s.streamEnabled(false)));
    assertThat(streams()).isFalse();

    client.updateTimeToLive(
        request ->
            request
                .tableName("orders")
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("until")));
    assertThat(
            client
                .describeTimeToLive(request -> request.tableName("orders"))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("until");

    client.deleteTable(request -> request.tableName("orders"));
    assertThatThrownBy(this::streams).isInstanceOf(ResourceNotFoundException.class);

    db.createTable("orders", "customer", "number");
    assertThat(table().keySchema())
        .extracting(KeySchemaElement::attributeName)
        .containsExactly("customer", "number");
  }

  /** A job of DynamoDB Local makes the index, and changes the table's description as it goes. */
  @Test
  void anIndexThatIsAddedBecomesActive() throws Exception {
    db.createTable("orders", "id");
    CreateGlobalSecondaryIndexAction states =
        CreateGlobalSecondaryIndexAction.builder()
            .indexName("states")
            .keySchema(
                KeySchemaElement.builder().attributeName("state").keyType(KeyType.HASH).build())
            .projection(projection -> projection.projectionType(ProjectionType.ALL))
            .build();
    client.updateTable(
        request ->
            request
                .tableName("orders")
                .attributeDefinitions(attribute("id"), attribute("state"))
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder().create(states).build()));

    Instant deadline = Instant.now().plusSeconds(20);
    while (indexStatus() != IndexStatus.ACTIVE && Instant.now().isBefore(deadline)) {
      Thread.sleep(50);
    }

    assertThat(indexStatus()).as("status after 20 s").isEqualTo(IndexStatus.ACTIVE);
  }

  private IndexStatus indexStatus() {
    return table().globalSecondaryIndexes().getFirst().indexStatus();
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private TableDescription table() {
    return client.describeTable(request -> request.tableName("orders")).table();
  }

  private boolean streams() {
    StreamSpecification stream = table().streamSpecification();
    return stream != null && stream.streamEnabled();
  }

  private static String plan(String statement) {
    Storage storage = new Storage();
    try {
      return storage
          .statements()
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
    } finally {
      storage.close();
    }
  }
}
