package io.dynamopatterns.aggregator.kit;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;

/** What Lambda gives a handler about its invocation. */
public final class Contexts {
  public static final Context FIVE_MINUTES =
      (Context)
          Proxy.newProxyInstance(
              Contexts.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> 300_000;
                    case "getMemoryLimitInMB" -> 1024;
                    case "getFunctionName" -> "aggregator-test";
                    case "getAwsRequestId" -> "request-1";
                    default -> null;
                  });

  private Contexts() {}
}
