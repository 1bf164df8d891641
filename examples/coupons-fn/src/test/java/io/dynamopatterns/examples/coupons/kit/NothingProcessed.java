package io.dynamopatterns.examples.coupons.kit;

import java.util.Map;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/** Reads of many items are answered with none of them, as by a table that is throttled. */
public final class NothingProcessed implements ExecutionInterceptor {
  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    return context.request() instanceof BatchGetItemRequest request
        ? BatchGetItemResponse.builder()
            .responses(Map.of())
            .unprocessedKeys(request.requestItems())
            .build()
        : context.response();
  }
}
