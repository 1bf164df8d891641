package io.dynamopatterns.sim.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.sim.dynamodb.direct.ModelClients;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.table.StreamShard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What DynamoDB Local does not do, and what the SDK makes of the model's answers. */
class ModelTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-20T10:00:00Z"));
  private int lag;
  private final Database database = new Database(clock, table -> lag);
  private final DynamoDbModel model = new DynamoDbModel(database);
  private final DynamoDbClient client = ModelClients.of(model::answer);

  @BeforeEach
  void createTable() {
    model.answer("CreateTable", TestTable.SORTED.creation());
  }

  @Test
  void theSdkReadsTheItemThatAFailedConditionReturns() {
    put("p1", "s1", "1");
    assertThatThrownBy(
            () ->
                client.putItem(
                    request ->
                        request
                            .tableName("sorted")
                            .item(item("p1", "s1", "2"))
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class,
            failed -> assertThat(failed.item()).isEqualTo(item("p1", "s1", "1")));
  }

  @Test
  void theSdkReadsTheReasonsOfACancelledTransaction() {
    TransactWriteItem absent =
        TransactWriteItem.builder()
            .conditionCheck(
                check ->
                    check
                        .tableName("sorted")
                        .key(key("p1", "s1"))
                        .conditionExpression("attribute_exists(pk)"))
            .build();
    assertThatThrownBy(() -> client.transactWriteItems(request -> request.transactItems(absent)))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            cancelled ->
                assertThat(cancelled.cancellationReasons())
                    .extracting(reason -> reason.code())
                    .containsExactly("ConditionalCheckFailed"));
  }

  @Test
  void aTransactionIsRecognisedByItsTokenForTenMinutes() {
    transact("token", "1");
    put("p1", "s1", "changed");
    transact("token", "1");
    assertThat(get(true)).isEqualTo("changed");
    assertThatThrownBy(() -> transact("token", "2"))
        .isInstanceOf(IdempotentParameterMismatchException.class);
    clock.advance(Duration.ofMinutes(11));
    transact("token", "1");
    assertThat(get(true)).isEqualTo("1");
  }

  @Test
  void aReadThatIsNotConsistentMissesTheLastWrites() {
    put("p1", "s1", "1");
    put("p1", "s1", "2");
    lag = 1;
    assertThat(get(true)).isEqualTo("2");
    assertThat(get(false)).isEqualTo("1");
    lag = 2;
    assertThat(client.query(request -> query(request, "pk = :pk", "p1")).items()).isEmpty();
  }

  @Test
  void anIndexIsReadAsTheTableWasBefore() {
    putIndexed("g1");
    assertIndexed(List.of("g1"), List.of());
  }

  @Test
  void anIndexIsReadAsBeforeItsItemMovedToAnotherPartition() {
    putIndexed("g1");
    putIndexed("g2");
    assertIndexed(List.of("g2"), List.of("g1"));
  }

  @Test
  void anIndexIsReadAsBeforeItsItemWasDeleted() {
    putIndexed("g1");
    client.deleteItem(request -> request.tableName("sorted").key(key("p1", "s1")));
    assertIndexed(List.of(), List.of("g1"));
  }

  @Test
  void anIndexIsReadAsBeforeItsItemLeftIt() {
    putIndexed("g1");
    put("p1", "s1", "1");
    assertIndexed(List.of(), List.of("g1"));
  }

  @Test
  void aKeyStaysInOrderOverTheSplitsOfItsShard() {
    ModelTable table = database.table("sorted");
    put("p1", "s1", "1");
    table.stream().split(table.stream().shards().getFirst());
    put("p1", "s1", "2");
    table.stream().shards().stream()
        .filter(shard -> !shard.isClosed())
        .forEach(table.stream()::roll);
    put("p1", "s1", "3");
    List<StreamShard> written =
        table.stream().shards().stream().filter(shard -> !shard.records().isEmpty()).toList();
    assertThat(written).hasSize(3);
    assertThat(written.get(1).parent()).contains(written.get(0).id());
    assertThat(written.get(2).parent()).contains(written.get(1).id());
    assertThat(
            written.stream()
                .flatMap(shard -> shard.records().stream())
                .map(record -> record.at("/dynamodb/NewImage/xs/S").asText()))
        .containsExactly("1", "2", "3");
    assertThat(numbers(table)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aWriteThatChangesNothingLeavesNoRecord() {
    put("p1", "s1", "1");
    put("p1", "s1", "1");
    assertThat(numbers(database.table("sorted"))).hasSize(1);
  }

  private static Stream<String> numbers(ModelTable table) {
    return table.stream().shards().stream()
        .flatMap(shard -> shard.records().stream())
        .map(record -> record.at("/dynamodb/SequenceNumber").asText());
  }

  private void putIndexed(String partition) {
    Map<String, AttributeValue> item = new HashMap<>(key("p1", "s1"));
    item.put("gp", AttributeValue.fromS(partition));
    item.put("gs", AttributeValue.fromN("1"));
    client.putItem(request -> request.tableName("sorted").item(item));
  }

  /** Under which partition keys the index has the item: now, and in a read that is one late. */
  private void assertIndexed(List<String> now, List<String> late) {
    assertThat(partitions()).isEqualTo(now);
    lag = 1;
    assertThat(partitions()).isEqualTo(late);
  }

  private List<String> partitions() {
    return Stream.of("g1", "g2")
        .flatMap(key -> indexed(key).stream())
        .map(item -> item.get("gp").s())
        .toList();
  }

  private List<Map<String, AttributeValue>> indexed(String partition) {
    return client.query(request -> query(request.indexName("all"), "gp = :pk", partition)).items();
  }

  private static void query(QueryRequest.Builder request, String condition, String key) {
    request
        .tableName("sorted")
        .keyConditionExpression(condition)
        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(key)));
  }

  private void transact(String token, String text) {
    client.transactWriteItems(
        request ->
            request
                .clientRequestToken(token)
                .transactItems(
                    TransactWriteItem.builder()
                        .put(put -> put.tableName("sorted").item(item("p1", "s1", text)))
                        .build()));
  }

  private String get(boolean consistent) {
    return client
        .getItem(
            request -> request.tableName("sorted").key(key("p1", "s1")).consistentRead(consistent))
        .item()
        .get("xs")
        .s();
  }

  private void put(String pk, String sk, String text) {
    client.putItem(request -> request.tableName("sorted").item(item(pk, sk, text)));
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }

  private static Map<String, AttributeValue> item(String pk, String sk, String text) {
    return Map.of(
        "pk", AttributeValue.fromS(pk),
        "sk", AttributeValue.fromS(sk),
        "xs", AttributeValue.fromS(text));
  }
}
