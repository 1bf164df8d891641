package io.dynamopatterns.sim.dynamodb.direct;

import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Removes the timeouts of requests: they are in the machine's time, and would end a call on a busy
 * machine that takes no virtual time.
 */
final class WithoutTimeouts implements ExecutionInterceptor {
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (context.request() instanceof AwsRequest request) {
      AwsRequestOverrideConfiguration settings = request.overrideConfiguration().orElse(null);
      if (settings != null && settings.apiCallTimeout().isPresent()) {
        return request.toBuilder()
            .overrideConfiguration(settings.toBuilder().apiCallTimeout(null).build())
            .build();
      }
    }
    return context.request();
  }
}
