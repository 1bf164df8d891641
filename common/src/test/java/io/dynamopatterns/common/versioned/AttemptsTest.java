package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.client.ClientSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the reports of a call's attempts mean for its write. */
class AttemptsTest {
  private static final SdkException TIMEOUT = ApiCallTimeoutException.create(7);

  /**
   * @param reports of each attempt: its status, {@code throttled}, or {@code none} for no answer
   */
  @ParameterizedTest
  @CsvSource({
    "400, false",
    "'none', false",
    "'400 400', false",
    "'throttled 400', false",
    "'none 400', true",
    "'500 400', true",
    "'503 throttled 400', true",
    "'throttled none 400', true",
    "'throttled throttled none', false",
  })
  void anAttemptBeforeTheLastMayHaveBeenAppliedUnlessItWasRefused(
      String reports, boolean perhapsApplied) {
    assertThat(after(reports).perhapsAppliedBeforeTheLast()).isEqualTo(perhapsApplied);
  }

  @Test
  void aCallWhoseTimeRanOutIsThrottledOnlyIfEachAttemptWas() {
    assertThat(after("throttled throttled").failure(TIMEOUT)).isEqualTo(SendFailure.THROTTLED);
    assertThat(after("throttled none").failure(TIMEOUT)).isEqualTo(SendFailure.AMBIGUOUS);
    assertThat(after("500 throttled").failure(TIMEOUT)).isEqualTo(SendFailure.AMBIGUOUS);
  }

  @Test
  void theReasonForThrottlingIsKeptThoughTheLastExceptionDoesNotHaveIt() {
    Attempts attempts = after("throttled throttled");

    assertThat(attempts.outcome(TIMEOUT)).isEqualTo(new WriteOutcome.Throttled<>("hot"));
    assertThat(TIMEOUT).isInstanceOf(SdkClientException.class);
  }

  private static Attempts after(String reports) {
    try (DynamoDbClient client =
        ClientSettings.apply(DynamoDbClient.builder())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      Attempts attempts = new Attempts.Source(client).ofCall();
      for (String report : reports.split(" ")) {
        attempts.sent();
        switch (report) {
          case "none" -> {}
          case "throttled" -> attempts.refused(400, true, List.of("hot"));
          default -> attempts.refused(Integer.parseInt(report), false, List.of());
        }
      }
      return attempts;
    }
  }
}
