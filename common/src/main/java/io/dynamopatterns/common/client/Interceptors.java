package io.dynamopatterns.common.client;

import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** What intercepts the calls of a client. */
final class Interceptors {
  private Interceptors() {}

  /**
   * Whether calls of a client pass an interceptor of a type.
   *
   * @param otherwise the answer for an implementation that does not report its interceptors
   */
  static boolean include(
      Class<? extends ExecutionInterceptor> type, SdkClient client, boolean otherwise) {
    try {
      return client
          .serviceClientConfiguration()
          .overrideConfiguration()
          .executionInterceptors()
          .stream()
          .anyMatch(type::isInstance);
    } catch (UnsupportedOperationException e) {
      return otherwise;
    }
  }
}
