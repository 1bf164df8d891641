package io.dynamopatterns.common.send;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the services call their errors. */
final class ErrorCodes {
  private ErrorCodes() {}

  /** The code of an error; empty where something on the way answered in the service's place. */
  static String of(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  /**
   * Whether it passes without intervention; that of a key of KMS is one that the SDK does not know.
   */
  static boolean isThrottling(String code) {
    return code.contains("Throttl");
  }
}
