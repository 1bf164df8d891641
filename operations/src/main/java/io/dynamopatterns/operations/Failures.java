package io.dynamopatterns.operations;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of AWS's clients as people read them. */
public final class Failures {
  private Failures() {}

  /** What a failure means to the person who called the operation. */
  public static OperationException explained(Throwable thrown) {
    if (thrown instanceof OperationException known) {
      return known;
    }
    if (thrown instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      return OperationException.failed(
          refused,
          "%s refuses: %s: %s",
          refused.awsErrorDetails().serviceName(),
          refused.awsErrorDetails().errorCode(),
          refused.awsErrorDetails().errorMessage());
    }
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof SdkClientException && message.startsWith("Unable to load region")) {
      return OperationException.request(
          "no Region is set: set AWS_REGION, or a profile's region with AWS_PROFILE");
    }
    if (thrown instanceof SdkClientException && message.startsWith("Unable to load credentials")) {
      return OperationException.request(
          "no credentials were found: set AWS_PROFILE, or sign in as for the AWS CLI");
    }
    return thrown instanceof SdkException
        ? OperationException.failed(thrown, "%s", message)
        : OperationException.failed(
            thrown, "%s", thrown.getMessage() == null ? thrown.toString() : message);
  }
}
