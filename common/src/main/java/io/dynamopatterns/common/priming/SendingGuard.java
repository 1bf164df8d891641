package io.dynamopatterns.common.priming;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Refuses requests in a dry run that are not signed with its key ({@link DryBeans}): those of a
 * client that a function makes itself, with its own transport and credentials. The SDK finds this
 * class by name and shows it the requests of all clients.
 */
public final class SendingGuard implements ExecutionInterceptor {
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (DryRun.isRunning()
        && context
            .httpRequest()
            .firstMatchingHeader("Authorization")
            .filter(signature -> signature.contains("Credential=" + DryBeans.KEY + "/"))
            .isEmpty()) {
      throw SdkClientException.create(
          "A request to %s was not sent: the function primes itself before its snapshot. Make the client from the injected builder, or make no call in a constructor and in a dry run"
              .formatted(context.httpRequest().host()));
    }
  }
}
