package io.dynamopatterns.testkit;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import java.util.function.IntSupplier;

/** What Lambda passes to a handler beside the event. */
public final class LambdaContexts {
  /** An invocation with ample time. */
  public static final Context FIVE_MINUTES = withTimeLeft(() -> 300_000);

  private LambdaContexts() {}

  /**
   * An invocation.
   *
   * @param millis until its timeout
   */
  public static Context withTimeLeft(IntSupplier millis) {
    return (Context)
        Proxy.newProxyInstance(
            LambdaContexts.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> millis.getAsInt();
                  case "getMemoryLimitInMB" -> 1024;
                  case "getFunctionName" -> "function-test";
                  case "getAwsRequestId" -> "request-1";
                  default -> null;
                });
  }
}
