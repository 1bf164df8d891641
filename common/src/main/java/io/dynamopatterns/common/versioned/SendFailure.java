package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * What a failed request means for a write, other than that its condition failed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">
 *     Error handling with DynamoDB</a>
 */
enum SendFailure {
  /** Perhaps applied: no answer came, or the service failed. */
  AMBIGUOUS,
  THROTTLED,
  CONFLICT,
  INVALID,
  /** A fault of the set-up, such as a missing table or permission; for the caller to see as is. */
  OTHER;

  private static final Set<String> INVALID_CODES =
      Set.of("ValidationException", "ItemCollectionSizeLimitExceededException");

  static SendFailure of(SdkException e) {
    if (e instanceof SdkClientException) {
      return AMBIGUOUS;
    }
    if (e instanceof TransactionConflictException
        || e instanceof TransactionInProgressException
        || e instanceof ReplicatedWriteConflictException) {
      return CONFLICT;
    }
    if (e instanceof AwsServiceException service) {
      if (service.isThrottlingException() || e instanceof RequestLimitExceededException) {
        return THROTTLED;
      }
      if (service.statusCode() >= 500) {
        return AMBIGUOUS;
      }
      return INVALID_CODES.contains(code(service)) ? INVALID : OTHER;
    }
    return OTHER;
  }

  /** How a write ends that failed this way until its retries were used up. */
  <T> WriteOutcome<T> outcome(SdkException e) {
    return switch (this) {
      case AMBIGUOUS -> new WriteOutcome.Unknown<>(e);
      case THROTTLED -> new WriteOutcome.Throttled<>(reason(e));
      case CONFLICT -> new WriteOutcome.Conflict<>();
      case INVALID -> new WriteOutcome.Invalid<>(e.getMessage());
      case OTHER -> throw e;
    };
  }

  boolean retryable() {
    return this != INVALID && this != OTHER;
  }

  /** Empty where something on the way answered in DynamoDB's place. */
  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String reason(SdkException e) {
    List<ThrottlingReason> reasons =
        switch (e) {
          case ProvisionedThroughputExceededException p -> p.throttlingReasons();
          case ThrottlingException t -> t.throttlingReasons();
          case RequestLimitExceededException r -> r.throttlingReasons();
          default -> List.of();
        };
    return reasons.isEmpty()
        ? e.getMessage()
        : reasons.stream().map(ThrottlingReason::reason).collect(Collectors.joining(", "));
  }
}
