package io.dynamopatterns.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class FaultyHttpClientTest {
  private static EmbeddedDynamoDb db;
  private String table;

  @BeforeAll
  static void start() {
    db = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stop() {
    db.close();
  }

  @BeforeEach
  void createTable() {
    table = "t-" + UUID.randomUUID();
    db.createTable(table, "id");
  }

  @Test
  void theSdkRetriesWhatWasDroppedBeforeItWasSent() {
    FaultyHttpClient http = faulty(FaultScript.atWrite(1, Fault.DROP_BEFORE_SEND));

    create(client(http, 2), "1");

    assertThat(http.calls()).extracting(HttpAttempt::nthOfOperation).containsExactly(1, 2);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aLostAnswerTurnsASuccessfulConditionalWriteIntoAFailedCondition() {
    FaultyHttpClient http = faulty(FaultScript.atWrite(1, Fault.DROP_ANSWER));

    assertThatThrownBy(() -> create(client(http, 2), "1"))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aServerErrorAppliesNothing() {
    FaultyHttpClient http = faulty(FaultScript.when(HttpAttempt::isWrite, Fault.SERVER_ERROR));

    assertThatThrownBy(() -> create(client(http, 1), "1"))
        .isInstanceOf(InternalServerErrorException.class);
    assertThat(stored()).isZero();
  }

  @Test
  void throttlingCarriesItsReasons() {
    FaultyHttpClient http =
        faulty(
            FaultScript.when(
                HttpAttempt::isWrite, Fault.throttle("TableWriteKeyRangeThroughputExceeded")));

    assertThatThrownBy(() -> create(client(http, 1), "1"))
        .isInstanceOfSatisfying(
            ProvisionedThroughputExceededException.class,
            e ->
                assertThat(e.throttlingReasons())
                    .singleElement()
                    .satisfies(
                        reason ->
                            assertThat(reason.reason())
                                .isEqualTo("TableWriteKeyRangeThroughputExceeded")));
    assertThat(stored()).isZero();
  }

  @Test
  void aCancelledTransactionCarriesAReasonForEachAction() {
    FaultyHttpClient http =
        faulty(FaultScript.atWrite(1, Fault.transactionCanceled("None", "TransactionConflict")));
    Put put = Put.builder().tableName(table).item(item("1")).build();

    assertThatThrownBy(
            () ->
                client(http, 1)
                    .transactWriteItems(
                        t -> t.transactItems(TransactWriteItem.builder().put(put).build())))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(reason -> reason.code())
                    .containsExactly("None", "TransactionConflict"));
    assertThat(stored()).isZero();
  }

  @Test
  void unprocessedItemsOfABatchAreGivenBackAndNotApplied() {
    FaultyHttpClient http =
        faulty(FaultScript.atWrite(1, Fault.unprocessed(position -> position % 2 == 1)));
    List<WriteRequest> puts =
        IntStream.range(0, 25)
            .mapToObj(i -> WriteRequest.builder().putRequest(p -> p.item(item("" + i))).build())
            .toList();

    Map<String, List<WriteRequest>> unprocessed =
        client(http, 1).batchWriteItem(b -> b.requestItems(Map.of(table, puts))).unprocessedItems();

    assertThat(unprocessed.get(table))
        .hasSize(12)
        .contains(puts.get(1))
        .doesNotContain(puts.get(0));
    assertThat(stored()).isEqualTo(13);
  }

  @Test
  void throttledStatementsOfABatchAreAnsweredInTheirPlaceAndNotApplied() {
    FaultyHttpClient http =
        faulty(FaultScript.atWrite(1, Fault.throttleStatements(position -> position == 1)));
    List<BatchStatementRequest> inserts =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    BatchStatementRequest.builder()
                        .statement("INSERT INTO \"%s\" VALUE {'id':?}".formatted(table))
                        .parameters(AttributeValue.fromS("" + i))
                        .build())
            .toList();

    var responses = client(http, 1).batchExecuteStatement(b -> b.statements(inserts)).responses();

    assertThat(responses).hasSize(3);
    assertThat(responses.get(1).error().code())
        .isEqualTo(BatchStatementErrorCodeEnum.THROTTLING_ERROR);
    assertThat(responses.get(0).error()).isNull();
    assertThat(responses.get(2).error()).isNull();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aProcessKilledBeforeAWriteDoesNoMore() {
    DynamoDbClient client = client(faulty(FaultScript.atWrite(2, Fault.KILL_BEFORE)), 3);
    create(client, "1");

    assertThatThrownBy(() -> create(client, "2")).isInstanceOf(Killed.class);
    assertThatThrownBy(() -> create(client, "3")).isInstanceOf(Killed.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aProcessKilledAfterAWriteLeavesItApplied() {
    DynamoDbClient client = client(faulty(FaultScript.atWrite(1, Fault.KILL_AFTER)), 3);

    assertThatThrownBy(() -> create(client, "1")).isInstanceOf(Killed.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aDelayedCallIsApplied() {
    DynamoDbClient client =
        client(faulty(FaultScript.atWrite(1, Fault.delay(Duration.ofMillis(50)))), 1);
    long start = System.nanoTime();

    create(client, "1");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(50));
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void everyNthWriteCountsWritesAlone() {
    FaultyHttpClient http = faulty(FaultScript.everyWrite(2, Fault.DROP_BEFORE_SEND));
    DynamoDbClient client = client(http, 1);
    create(client, "1");
    client.getItem(g -> g.tableName(table).key(item("1")));

    assertThatThrownBy(() -> create(client, "2")).isInstanceOf(SdkClientException.class);
    assertThat(http.writes()).isEqualTo(2);
    assertThat(http.calls()).hasSize(3);
  }

  @Test
  void aSeedChoosesTheSameFaultsAgain() {
    FaultScript one = FaultScript.seeded(7, 0.3, Fault.DROP_ANSWER, Fault.SERVER_ERROR);
    FaultScript same = FaultScript.seeded(7, 0.3, Fault.DROP_ANSWER, Fault.SERVER_ERROR);
    List<Fault> faults = IntStream.rangeClosed(1, 1000).mapToObj(n -> one.next(call(n))).toList();

    assertThat(IntStream.rangeClosed(1, 1000).mapToObj(n -> same.next(call(n))))
        .containsExactlyElementsOf(faults);
    assertThat(faults.stream().filter(f -> f != Fault.NONE).count()).isBetween(250L, 350L);
  }

  private static HttpAttempt call(int number) {
    return new HttpAttempt(number, "PutItem", number, number, "");
  }

  private static FaultyHttpClient faulty(FaultScript script) {
    return new FaultyHttpClient(ApacheHttpClient.create(), script);
  }

  private static DynamoDbClient client(FaultyHttpClient http, int attempts) {
    return DynamoDbClient.builder()
        .endpointOverride(db.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(attempts)))
        .build();
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private void create(DynamoDbClient client, String id) {
    client.putItem(
        p -> p.tableName(table).item(item(id)).conditionExpression("attribute_not_exists(id)"));
  }

  private int stored() {
    return db.client().scan(s -> s.tableName(table)).count();
  }
}
