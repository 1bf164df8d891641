package io.dynamopatterns.common.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What is sent again, and what is reported as not written. */
class BatchWriteTest {
  private static final int ATTEMPTS = 3;

  private final List<Integer> sizes = new ArrayList<>();

  @Test
  void writesGoTwentyFiveARequestAndAllOfThem() {
    assertThat(put(51, request -> List.of(), Things.minute())).isEmpty();
    assertThat(sizes).containsExactly(25, 25, 1);

    sizes.clear();
    assertThat(put(50, request -> List.of(), Things.minute())).isEmpty();
    assertThat(sizes).as("none is empty").containsExactly(25, 25);
  }

  @Test
  void onlyWhatIsUnprocessedIsSentAgain() {
    List<Map<String, AttributeValue>> left =
        put(30, request -> request.size() > 4 ? request.subList(0, 4) : List.of(), Things.minute());

    assertThat(left).isEmpty();
    assertThat(sizes).containsExactly(25, 5, 8, 4);
  }

  /** A table that writes a little with each round is not given up. */
  @Test
  void roundsWithoutSuccessAreCountedInARow() {
    assertThat(put(20, request -> request.subList(1, request.size()), Things.minute())).isEmpty();
    assertThat(sizes).hasSize(20);
  }

  @Test
  void whatIsNeverProcessedIsReportedAfterTheLastAttempt() {
    List<Map<String, AttributeValue>> left = put(3, request -> request, Things.minute());

    assertThat(left).containsExactlyElementsOf(Things.items(3));
    assertThat(sizes).hasSize(ATTEMPTS);
  }

  @Test
  void throttlingServerErrorsAndLostAnswersAreSentAgain() {
    for (RuntimeException failure :
        List.of(
            error(400, "ThrottlingException"),
            error(500, "InternalServerError"),
            SdkClientException.create("no answer"))) {
      sizes.clear();
      assertThat(put(2, failing(failure, 1), Things.minute())).isEmpty();
      assertThat(sizes).as(failure.getMessage()).containsExactly(2, 2);
    }
  }

  /** One item that DynamoDB refuses must not keep back the others of its request. */
  @Test
  void theOneWriteThatSpoilsARequestIsReportedAndTheOthersAreWritten() {
    for (RuntimeException failure :
        List.of(error(400, "ValidationException"), error(413, "RequestTooLong"))) {
      List<Map<String, AttributeValue>> left =
          put(
              5,
              request -> {
                if (request.stream().anyMatch(write -> number(write) == 3)) {
                  throw failure;
                }
                return List.of();
              },
              Things.minute());

      assertThat(left).containsExactly(Things.items(5).get(3));
    }
  }

  @Test
  void aFaultOfTheSetUpIsReportedAtOnce() {
    List<Map<String, AttributeValue>> left =
        put(5, failing(error(400, "AccessDeniedException"), 1), Things.minute());

    assertThat(left).hasSize(5);
    assertThat(sizes).containsExactly(5);
  }

  @Test
  void nothingIsSentAfterTheDeadlineAndAllIsReported() {
    assertThat(put(2, request -> List.of(), Deadline.after(Duration.ZERO))).hasSize(2);
    assertThat(sizes).isEmpty();

    Deadline afterOne = Deadline.of(() -> sizes.isEmpty() ? 60_000 : 0);
    assertThat(put(60, request -> List.of(), afterOne)).hasSize(35);
    assertThat(sizes).containsExactly(25);
  }

  /** Sent again at once, they would meet the same busy partition. */
  @Test
  void whatIsUnprocessedIsSentAgainAfterAPause() {
    PassingTime time = new PassingTime();

    put(3, request -> request, time.deadline(Duration.ofHours(1)));

    assertThat(time.passed()).isPositive();
  }

  @Test
  void theReasonIsReportedWithWhatIsNotWritten() {
    assertThatExceptionOfType(NotWrittenException.class)
        .isThrownBy(() -> batch(request -> request).put(Things.items(2), Things.minute()))
        .withMessageEndingWith(": DynamoDB returned them as unprocessed")
        .withNoCause();
    assertThatExceptionOfType(NotWrittenException.class)
        .isThrownBy(
            () -> batch(request -> request).put(Things.items(2), Deadline.after(Duration.ZERO)))
        .withMessageEndingWith(": no time was left")
        .withNoCause();
    RuntimeException denied = error(400, "AccessDeniedException");
    assertThatExceptionOfType(NotWrittenException.class)
        .isThrownBy(() -> batch(failing(denied, 1)).put(Things.items(2), Things.minute()))
        .withMessageContaining("AccessDeniedException")
        .withCause(denied);
  }

  @Test
  void aDeleteReportsTheKeysThatMayBeThereStill() {
    assertThatExceptionOfType(NotWrittenException.class)
        .isThrownBy(() -> batch(request -> request).delete(Things.items(2), Things.minute()))
        .withMessageContaining("2 of 2 writes were not done")
        .satisfies(e -> assertThat(e.notWritten()).isEqualTo(Things.items(2)));
  }

  /** What is reported as not written. */
  private List<Map<String, AttributeValue>> put(
      int items, UnaryOperator<List<WriteRequest>> unprocessed, Deadline deadline) {
    try {
      batch(unprocessed).put(Things.items(items), deadline);
      return List.of();
    } catch (NotWrittenException e) {
      return e.notWritten();
    }
  }

  private static UnaryOperator<List<WriteRequest>> failing(RuntimeException failure, int times) {
    int[] left = {times};
    return request -> {
      if (left[0]-- > 0) {
        throw failure;
      }
      return List.of();
    };
  }

  private BatchWrite batch(UnaryOperator<List<WriteRequest>> unprocessed) {
    DynamoDbClient client =
        new DynamoDbClient() {
          @Override
          public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
            List<WriteRequest> writes = request.requestItems().get(Things.TABLE);
            sizes.add(writes.size());
            List<WriteRequest> left = unprocessed.apply(writes);
            return BatchWriteItemResponse.builder()
                .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(Things.TABLE, left))
                .build();
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {
            // Nothing is held open.
          }
        };
    return new BatchWrite(
        client, Things.TABLE, new Backoff(ATTEMPTS, Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  private static int number(WriteRequest write) {
    return Integer.parseInt(write.putRequest().item().get("pk").s().substring("item-".length()));
  }

  private static DynamoDbException error(int status, String code) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .message(code)
            .build();
  }
}
