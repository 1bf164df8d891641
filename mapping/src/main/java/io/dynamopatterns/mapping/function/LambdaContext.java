package io.dynamopatterns.mapping.function;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Lambda's {@code Context} of one invocation. The interface is a class of the function's class
 * loader, so the object that implements it is made at run time.
 */
final class LambdaContext implements InvocationHandler {
  private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";
  private static final String LOGGER = "com.amazonaws.services.lambda.runtime.LambdaLogger";

  private final String requestId;
  private final FunctionIdentity function;
  private final long deadlineNanos;
  private final Object logger;

  private LambdaContext(
      String requestId, FunctionIdentity function, Duration timeout, Object logger) {
    this.requestId = requestId;
    this.function = function;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    this.logger = logger;
  }

  static Object create(
      ClassLoader loader, String requestId, FunctionIdentity function, Duration timeout)
      throws ClassNotFoundException {
    Object logger = proxy(loader, LOGGER, LambdaContext::log);
    return proxy(loader, CONTEXT, new LambdaContext(requestId, function, timeout, logger));
  }

  private static Object proxy(ClassLoader loader, String type, InvocationHandler handler)
      throws ClassNotFoundException {
    return Proxy.newProxyInstance(loader, new Class<?>[] {loader.loadClass(type)}, handler);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "getAwsRequestId" -> requestId;
      case "getLogGroupName" -> "/aws/lambda/" + function.name();
      case "getLogStreamName" -> "local";
      case "getFunctionName" -> function.name();
      case "getFunctionVersion" -> "1";
      case "getInvokedFunctionArn" -> function.arn();
      case "getMemoryLimitInMB" -> function.memoryMb();
      case "getLogger" -> logger;
      case "getRemainingTimeInMillis" ->
          (int) Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
      case "toString" -> "Context of " + function.name() + " (" + requestId + ")";
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default -> method.isDefault() ? InvocationHandler.invokeDefault(proxy, method) : null;
    };
  }

  private static Object log(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("log")) {
      Object message = arguments[0];
      System.out.println(
          message instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : message);
      return null;
    }
    return method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : null;
  }
}
