package io.dynamopatterns.worker;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * What AWS, or the network on the way there, refused. The library hands over some of it as a bare
 * {@link RuntimeException} with the cause inside. A later try may succeed.
 */
final class SdkFailure {
  private SdkFailure() {}

  static boolean isCauseOf(Throwable e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof SdkException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }
}
