package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;

/** What Lambda tells a handler of its invocation. */
public final class Contexts {
  public static final Context ONE_MINUTE =
      (Context)
          Proxy.newProxyInstance(
              Contexts.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> 60_000;
                    case "getMemoryLimitInMB" -> 1024;
                    case "getFunctionName" -> "fanout-test";
                    case "getAwsRequestId" -> "request-1";
                    default -> null;
                  });

  private Contexts() {}
}
