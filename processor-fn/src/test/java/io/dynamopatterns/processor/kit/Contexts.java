package io.dynamopatterns.processor.kit;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import java.util.function.IntSupplier;

/** What Lambda gives a handler about its invocation. */
public final class Contexts {
  public static final Context FIVE_MINUTES = withTimeLeft(() -> 300_000);

  private Contexts() {}

  /** An invocation with this many milliseconds until its timeout. */
  public static Context withTimeLeft(IntSupplier millis) {
    return (Context)
        Proxy.newProxyInstance(
            Contexts.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> millis.getAsInt();
                  case "getMemoryLimitInMB" -> 1024;
                  case "getFunctionName" -> "processor-test";
                  case "getAwsRequestId" -> "request-1";
                  default -> null;
                });
  }
}
