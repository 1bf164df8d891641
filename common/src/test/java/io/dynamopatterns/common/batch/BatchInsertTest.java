package io.dynamopatterns.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

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

  private static InsertResult insert(DynamoDbClient client) {
    return new BatchInsert(client, Things.TABLE, new Backoff(3, Duration.ZERO, Duration.ZERO))
        .insert(TWO, Things.minute());
  }

  /** Answers the last statement of the first request with an error. */
  private static final class Statements implements DynamoDbClient {
    private final BatchStatementErrorCodeEnum code;
    private final List<Integer> sizes = new ArrayList<>();

    Statements(BatchStatementErrorCodeEnum code) {
      this.code = code;
    }

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(
        BatchExecuteStatementRequest request) {
      int size = request.statements().size();
      boolean first = sizes.isEmpty();
      sizes.add(size);
      List<BatchStatementResponse> answers = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        BatchStatementResponse.Builder answer = BatchStatementResponse.builder();
        if (first && i == size - 1) {
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
