package io.dynamopatterns.common.priming;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends the requests of a dry run to a name that has no address. A client that a function makes
 * itself, with a transport of its own, fails then: its write does not happen. The SDK finds this
 * class by name and gives it the requests of all clients.
 */
public final class SendingGuard implements ExecutionInterceptor {
  /** RFC 6761: such a name is never resolved. */
  private static final String NOWHERE = "priming.invalid";

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return DryRun.isRunning()
        ? context.httpRequest().toBuilder().protocol("https").host(NOWHERE).port(443).build()
        : context.httpRequest();
  }
}
