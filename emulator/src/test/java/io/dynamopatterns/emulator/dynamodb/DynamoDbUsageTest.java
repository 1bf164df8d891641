package io.dynamopatterns.emulator.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoDbUsageTest {
  private static EmbeddedDynamoDb db;

  private final DynamoDbUsage usage = new DynamoDbUsage();
  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(db.meteredEndpoint(usage))
          .region(EmbeddedDynamoDb.REGION)
          .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
          .httpClient(ApacheHttpClient.create())
          .build();

  @BeforeAll
  static void start() {
    db = EmbeddedDynamoDb.start();
    db.createTable("things", "id");
  }

  @AfterAll
  static void stop() {
    db.close();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aWriteCostsAUnitForEachKilobyteBegun() {
    put("a", 2500);

    assertThat(usage.writes()).isEqualTo(1);
    assertThat(usage.writeUnits()).isEqualTo(3);
    assertThat(usage.requests()).containsExactly(Map.entry("PutItem", 1L));
  }

  @Test
  void aReadCostsHalfAUnitUnlessItIsStronglyConsistent() {
    put("read", 10);

    client.getItem(g -> g.tableName("things").key(key("read")));
    client.getItem(g -> g.tableName("things").key(key("read")).consistentRead(true));

    assertThat(usage.reads()).isEqualTo(2);
    assertThat(usage.readUnits()).isEqualTo(1.5);
  }

  @Test
  void aFailedConditionIsCountedAndBilled() {
    put("exists", 1500);

    assertThatThrownBy(
            () ->
                client.putItem(
                    p ->
                        p.tableName("things")
                            .item(key("exists"))
                            .conditionExpression("attribute_not_exists(id)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOf(ConditionalCheckFailedException.class);

    assertThat(usage.failedConditions()).isEqualTo(1);
    assertThat(usage.writeUnits()).isEqualTo(2 + 2);
  }

  @Test
  void aBatchIsOneRequestAndTheUnitsOfAllItsItems() {
    List<WriteRequest> puts =
        List.of(
            WriteRequest.builder().putRequest(p -> p.item(item("b1", 10))).build(),
            WriteRequest.builder().putRequest(p -> p.item(item("b2", 3000))).build());

    client.batchWriteItem(b -> b.requestItems(Map.of("things", puts)));

    assertThat(usage.writes()).isEqualTo(1);
    assertThat(usage.writeUnits()).isEqualTo(1 + 3);
  }

  @Test
  void insertedStatementsAreBilledByTheirSizeThoughDynamoDbLocalReportsNone() {
    BatchStatementRequest small = insert("s1", 10);
    BatchStatementRequest large = insert("s2", 3000);

    client.batchExecuteStatement(b -> b.statements(small, large));
    client.batchExecuteStatement(b -> b.statements(large));

    assertThat(usage.writes()).isEqualTo(2);
    assertThat(usage.writeUnits()).isEqualTo(1 + 3 + 3);
    assertThat(usage.failedConditions()).isEqualTo(1);
  }

  @Test
  void eachPortHasItsOwnTally() {
    DynamoDbUsage other = new DynamoDbUsage();
    db.meteredEndpoint(other);

    put("own", 10);

    assertThat(other.requests()).isEmpty();
  }

  @Test
  void theCallersOwnWishForCapacityIsKept() {
    var answer =
        client.putItem(
            p -> p.tableName("things").item(item("wish", 10)).returnConsumedCapacity("TOTAL"));

    assertThat(answer.consumedCapacity().capacityUnits()).isEqualTo(1);
    assertThat(usage.writeUnits()).isEqualTo(1);
  }

  private void put(String id, int bytes) {
    client.putItem(p -> p.tableName("things").item(item(id, bytes)));
  }

  private static BatchStatementRequest insert(String id, int bytes) {
    return BatchStatementRequest.builder()
        .statement("INSERT INTO \"things\" VALUE {'id':?,'data':?}")
        .parameters(
            AttributeValue.fromS(id), AttributeValue.fromB(SdkBytes.fromByteArray(new byte[bytes])))
        .build();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static Map<String, AttributeValue> item(String id, int bytes) {
    return Map.of(
        "id",
        AttributeValue.fromS(id),
        "data",
        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[bytes])));
  }
}
