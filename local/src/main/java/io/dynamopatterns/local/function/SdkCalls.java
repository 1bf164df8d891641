package io.dynamopatterns.local.function;

import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Sees every call that a function makes through the SDK, whatever the service and its client. The
 * SDK is the function's own, so each function's class loader makes this class anew; only classes of
 * the JDK cross to the fleet.
 */
public final class SdkCalls implements ExecutionInterceptor {
  /**
   * Hears of a call before it is sent: the SDK's name of the service and the operation, such as
   * {@code DynamoDb.PutItem}, and the members of the request by name. A structure among them is
   * such a function again, other values are the JDK's; null stands for none.
   */
  public static volatile BiConsumer<String, Function<String, Object>> listener;

  @Override
  public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
    listener.accept(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)
            + "."
            + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
        members(call.request()));
  }

  private static Function<String, Object> members(SdkPojo structure) {
    return name -> {
      for (SdkField<?> field : structure.sdkFields()) {
        if (field.memberName().equals(name)) {
          return value(field.getValueOrDefault(structure));
        }
      }
      return null;
    };
  }

  private static Object value(Object value) {
    if (value instanceof SdkPojo structure) {
      return members(structure);
    }
    return value instanceof Collection<?> list
        ? list.stream().map(SdkCalls::value).toList()
        : value;
  }
}
