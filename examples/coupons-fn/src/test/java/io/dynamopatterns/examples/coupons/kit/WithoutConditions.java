package io.dynamopatterns.examples.coupons.kit;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** For negative controls: the puts into one table lose their conditions. */
public record WithoutConditions(String table) implements ExecutionInterceptor {
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    return context.request() instanceof TransactWriteItemsRequest request
        ? request.toBuilder()
            .transactItems(request.transactItems().stream().map(this::stripped).toList())
            .build()
        : context.request();
  }

  private TransactWriteItem stripped(TransactWriteItem write) {
    Put put = write.put();
    return put != null && put.tableName().equals(table)
        ? TransactWriteItem.builder()
            .put(Put.builder().tableName(table).item(put.item()).build())
            .build()
        : write;
  }
}
