package io.dynamopatterns.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class BatchInsertTest {
  private static final List<Map<String, AttributeValue>> TWO = Things.items(2);

  @ParameterizedTest
  @EnumSource(
      names = {
        "THROTTLING_ERROR",
        "PROVISIONED_THROUGHPUT_EXCEEDED",
        "REQUEST_LIMIT_EXCEEDED",
        "INTERNAL_SERVER_ERROR",
        "TRANSACTION_CONFLICT"
      })
  void aStatementThatFailsForNowIsSentAgainAndItsNeighbourIsNot(BatchStatementErrorCodeEnum code) {
    Statements statements = new Statements(code);

    InsertResult result = insert(statements);

    assertThat(result.outcomes()).hasOnlyElementsOfType(InsertOutcome.Inserted.class);
    assertThat(statements.sizes).containsExactly(2, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALIDATION_ERROR", "ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED", "ACCESS_DENIED"})
  void aStatementThatIsRefusedIsNotSentAgain(BatchStatementErrorCodeEnum code) {
    Statements statements = new Statements(code);

    InsertResult result = insert(statements);

    assertThat(result.outcomes().get(0)).isInstanceOf(InsertOutcome.Inserted.class);
    assertThat(result.outcomes().get(1)).isInstanceOf(InsertOutcome.Failed.class);
    assertThat(statements.sizes).containsExactly(2);
  }

  @Test
  void itemsGoTwentyFiveARequestAndLargeOnesFewer() {
    Statements small = new Statements(null);
    assertThat(insert(small, Things.items(51), Things.minute()).outcomes())
        .hasSize(51)
        .hasOnlyElementsOfType(InsertOutcome.Inserted.class);
    assertThat(small.sizes).containsExactly(25, 25, 1);

    Statements large = new Statements(null);
    AttributeValue data = AttributeValue.fromS("x".repeat(390 * 1024));
    List<Map<String, AttributeValue>> items =
        Things.items(25).stream().map(item -> Things.with(item, "data", data)).toList();
    insert(large, items, Things.minute());
    assertThat(large.sizes).as("8 MB a request").containsExactly(21, 4);
  }

  @Test
  void aRequestThatFailsForNowIsSentAgainWhole() {
    for (RuntimeException failure :
        List.of(
            error(400, "ThrottlingException"),
            error(500, "InternalServerError"),
            SdkClientException.create("no answer"))) {
      Statements statements = new Statements(null).failing(request -> true, failure, 1);

      InsertResult result = insert(statements, Things.items(3), Things.minute());

      assertThat(result.outcomes()).hasOnlyElementsOfType(InsertOutcome.Inserted.class);
      assertThat(result.resent()).isEqualTo(3);
      assertThat(statements.sizes).containsExactly(3, 3);
    }
  }

  @Test
  void aRequestThatAlwaysFailsIsGivenUpAfterTheLastAttempt() {
    Statements statements =
        new Statements(null).failing(request -> true, SdkClientException.create("no answer"), 99);

    InsertResult result = insert(statements, TWO, Things.minute());

    assertThat(result.outcomes()).hasOnlyElementsOfType(InsertOutcome.Failed.class);
    assertThat(statements.sizes).hasSize(3);
  }

  /** One statement that DynamoDB refuses must not keep back the others of its request. */
  @Test
  void aRefusedRequestIsHalvedUntilTheOneStatementIsFound() {
    for (RuntimeException failure :
        List.of(error(400, "ValidationException"), error(413, "RequestTooLong"))) {
      Statements statements =
          new Statements(null)
              .failing(request -> request.toString().contains("item-3"), failure, 99);

      List<InsertOutcome> outcomes =
          insert(statements, Things.items(5), Things.minute()).outcomes();

      assertThat(outcomes.get(3)).isInstanceOf(InsertOutcome.Failed.class);
      assertThat(outcomes.stream().filter(InsertOutcome.Inserted.class::isInstance)).hasSize(4);
    }
  }

  @Test
  void aFaultOfTheSetUpIsNotSentAgain() {
    Statements statements =
        new Statements(null).failing(request -> true, error(400, "AccessDeniedException"), 1);

    assertThat(insert(statements, TWO, Things.minute()).outcomes())
        .hasOnlyElementsOfType(InsertOutcome.Failed.class);
    assertThat(statements.sizes).containsExactly(2);
  }

  @Test
  void anItemThatIsThereAlreadyIsReportedAsSuch() {
    Statements statements = new Statements(BatchStatementErrorCodeEnum.DUPLICATE_ITEM);

    assertThat(insert(statements).outcomes().get(1)).isInstanceOf(InsertOutcome.AlreadyThere.class);
    assertThat(statements.sizes).containsExactly(2);
  }

  @Test
  void nothingIsSentAfterTheDeadlineAndEveryItemHasAnOutcome() {
    Statements statements = new Statements(null);

    assertThat(insert(statements, TWO, Deadline.after(Duration.ZERO)).outcomes())
        .hasSize(2)
        .hasOnlyElementsOfType(InsertOutcome.Failed.class);
    assertThat(statements.sizes).isEmpty();
  }

  /** The pause before the second attempt is random, and at most the shortest one. */
  @Test
  void whatFailsForNowIsSentAgainAfterAPauseAndAtFirstWithoutOne() {
    Backoff backoff = new Backoff(3, Duration.ofSeconds(1), Duration.ofHours(1));
    for (int i = 0; i < 20; i++) {
      PassingTime time = new PassingTime();
      new BatchInsert(
              new Statements(BatchStatementErrorCodeEnum.THROTTLING_ERROR), Things.TABLE, backoff)
          .insert(TWO, time.deadline(Duration.ofHours(1)));

      assertThat(time.passed()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
    }
    PassingTime time = new PassingTime();
    new BatchInsert(new Statements(null), Things.TABLE, backoff)
        .insert(TWO, time.deadline(Duration.ofHours(1)));
    assertThat(time.passed()).isZero();
  }

  @Test
  void everyItemIsInsertedByItsOwnAttributes() {
    Statements statements = new Statements(null);
    Map<String, AttributeValue> more = Things.with(TWO.get(1), "data", AttributeValue.fromN("7"));

    insert(statements, List.of(TWO.get(0), more, TWO.get(0)), Things.minute());

    assertThat(statements.texts)
        .containsExactly(
            "INSERT INTO \"things\" VALUE {'pk':?}",
            "INSERT INTO \"things\" VALUE {'data':?,'pk':?}",
            "INSERT INTO \"things\" VALUE {'pk':?}");
  }

  private static DynamoDbException error(int status, String code) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .message(code)
            .build();
  }

  private static InsertResult insert(DynamoDbClient client) {
    return insert(client, TWO, Things.minute());
  }

  private static InsertResult insert(
      DynamoDbClient client, List<Map<String, AttributeValue>> items, Deadline deadline) {
    return new BatchInsert(
            client, Things.TABLE, new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .insert(items, deadline);
  }

  /** May answer the last statement of the first request with an error. */
  private static final class Statements implements DynamoDbClient {
    private final BatchStatementErrorCodeEnum code;
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private Predicate<BatchExecuteStatementRequest> fails = request -> false;
    private RuntimeException failure;
    private int times;

    /**
     * @param code of the last statement of the first request, or null if all succeed
     */
    Statements(BatchStatementErrorCodeEnum code) {
      this.code = code;
    }

    /** Some requests fail as a whole, this many of them. */
    Statements failing(
        Predicate<BatchExecuteStatementRequest> which, RuntimeException how, int howMany) {
      fails = which;
      failure = how;
      times = howMany;
      return this;
    }

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(
        BatchExecuteStatementRequest request) {
      int size = request.statements().size();
      boolean first = sizes.isEmpty();
      sizes.add(size);
      request.statements().forEach(statement -> texts.add(statement.statement()));
      if (fails.test(request) && times-- > 0) {
        throw failure;
      }
      List<BatchStatementResponse> answers = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        BatchStatementResponse.Builder answer = BatchStatementResponse.builder();
        if (code != null && first && i == size - 1) {
          answer.error(error -> error.code(code).message("for now"));
        }
        answers.add(answer.build());
      }
      return BatchExecuteStatementResponse.builder().responses(answers).build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
