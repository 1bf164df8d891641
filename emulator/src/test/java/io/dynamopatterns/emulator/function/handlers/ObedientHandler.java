package io.dynamopatterns.emulator.function.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does what the event's field {@code do} says. */
public class ObedientHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    Map<String, Object> answer = new LinkedHashMap<>(event);
    answer.put("handler", System.identityHashCode(this));
    switch (String.valueOf(event.get("do"))) {
      case "throw" -> throw new IllegalStateException("as asked");
      case "sleep" -> sleep(((Number) event.get("millis")).longValue());
      case "print" -> System.out.println(event.get("text"));
      case "log" -> context.getLogger().log((String) event.get("text"));
      case "context" -> {
        answer.put("remaining", context.getRemainingTimeInMillis());
        answer.put("function", context.getFunctionName());
        answer.put("memory", context.getMemoryLimitInMB());
        answer.put("requestId", context.getAwsRequestId());
      }
      case "load" -> answer.put("loaded", loads((String) event.get("class")));
      default -> answer.put("echo", true);
    }
    return answer;
  }

  private static boolean loads(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
