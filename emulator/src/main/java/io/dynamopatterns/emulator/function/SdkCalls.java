package io.dynamopatterns.emulator.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
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
 * SDK is not the fleet's, so each class loader that has one defines this class anew; only classes
 * of the JDK cross to the fleet.
 */
public final class SdkCalls implements ExecutionInterceptor {
  /** Where the SDK looks for interceptors of all clients. */
  static final String INTERCEPTORS =
      "software/amazon/awssdk/global/handlers/execution.interceptors";

  /**
   * Hears of a call before it is sent: the SDK's name of the service and the operation, such as
   * {@code DynamoDb.PutItem}, and the members of the request by name. A structure among them is
   * such a function again, other values are the JDK's; null stands for none. The member without a
   * name is the whole as text.
   */
  public static volatile BiConsumer<String, Function<String, Object>> listener;

  /** The resource that names this class as an interceptor. */
  static URL declaration() {
    return SdkCalls.class.getResource("execution.interceptors");
  }

  /** The bytes of this class, for a class loader to define it anew. */
  static byte[] code() {
    try (InputStream in = SdkCalls.class.getResourceAsStream("SdkCalls.class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The fleet's own classes cannot be read", e);
    }
  }

  /** Has this class, as another class loader defined it, report to the thread's function. */
  static Class<?> listening(Class<?> defined) {
    BiConsumer<String, Function<String, Object>> function = FunctionClassLoader::called;
    try {
      defined.getField("listener").set(null, function);
      return defined;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

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
      if (name.isEmpty()) {
        return structure.toString();
      }
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
