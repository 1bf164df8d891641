package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What a failed request says about its write, and whether the write is sent again. */
class SendFailureTest {
  @Test
  void aWriteWithoutAnAnswerMayBeAppliedAndIsSentAgain() {
    for (SdkException failure :
        List.of(SdkClientException.create("no answer"), error(500, null), error(503, null))) {
      assertThat(SendFailure.of(failure)).isEqualTo(SendFailure.AMBIGUOUS);
      assertThat(SendFailure.of(failure).retryable()).isTrue();
      assertThat(SendFailure.AMBIGUOUS.outcome(failure)).isInstanceOf(WriteOutcome.Unknown.class);
    }
  }

  @Test
  void aThrottledWriteAndOneInConflictAreNotAppliedAndAreSentAgain() {
    assertThat(SendFailure.of(error(400, "ThrottlingException"))).isEqualTo(SendFailure.THROTTLED);
    assertThat(SendFailure.of(RequestLimitExceededException.builder().build()))
        .isEqualTo(SendFailure.THROTTLED);
    for (SdkException conflict :
        List.of(
            TransactionConflictException.builder().build(),
            TransactionInProgressException.builder().build(),
            ReplicatedWriteConflictException.builder().build())) {
      assertThat(SendFailure.of(conflict)).isEqualTo(SendFailure.CONFLICT);
    }
    assertThat(SendFailure.THROTTLED.retryable()).isTrue();
    assertThat(SendFailure.CONFLICT.retryable()).isTrue();
  }

  @Test
  void aWriteThatDynamoDbRefusesForItsContentIsInvalidAndNotSentAgain() {
    for (String code : List.of("ValidationException", "ItemCollectionSizeLimitExceededException")) {
      SdkException refused = error(400, code);
      assertThat(SendFailure.of(refused)).isEqualTo(SendFailure.INVALID);
      assertThat(SendFailure.INVALID.retryable()).isFalse();
      assertThat(SendFailure.INVALID.outcome(refused))
          .isEqualTo(new WriteOutcome.Invalid<>(refused.getMessage()));
    }
  }

  @Test
  void aFaultOfTheSetUpIsThrownAsItIs() {
    SdkException missing = error(400, "ResourceNotFoundException");

    assertThat(SendFailure.of(missing)).isEqualTo(SendFailure.OTHER);
    assertThat(SendFailure.OTHER.retryable()).isFalse();
    assertThatThrownBy(() -> SendFailure.OTHER.outcome(missing)).isSameAs(missing);
    assertThat(SendFailure.of(SdkException.builder().message("of neither side").build()))
        .isEqualTo(SendFailure.OTHER);
  }

  @Test
  void anAnswerThatIsNotDynamoDbsIsAFaultOfTheSetUp() {
    assertThat(SendFailure.of(error(403, null))).isEqualTo(SendFailure.OTHER);
    assertThat(SendFailure.of((SdkException) DynamoDbException.builder().statusCode(403).build()))
        .isEqualTo(SendFailure.OTHER);
  }

  @Test
  void throttlingIsReportedWithTheReasonsThatDynamoDbGives() {
    SdkException hotKey =
        ProvisionedThroughputExceededException.builder()
            .throttlingReasons(
                ThrottlingReason.builder().reason("TableWriteKeyRangeThroughputExceeded").build(),
                ThrottlingReason.builder().reason("IndexWriteKeyRangeThroughputExceeded").build())
            .build();

    assertThat(SendFailure.THROTTLED.outcome(hotKey))
        .isEqualTo(
            new WriteOutcome.Throttled<>(
                "TableWriteKeyRangeThroughputExceeded, IndexWriteKeyRangeThroughputExceeded"));
  }

  private static SdkException error(int status, String code) {
    return (SdkException)
        DynamoDbException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .message(code)
            .build();
  }
}
