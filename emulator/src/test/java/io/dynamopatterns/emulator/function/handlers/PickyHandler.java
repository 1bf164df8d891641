package io.dynamopatterns.emulator.function.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/**
 * Takes records of a stream until one of the partition key {@code bad}, until the system property
 * {@code picky.fixed} is set. It prints the ids of those that it has taken.
 */
public class PickyHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    for (Object record : (List<?>) event.get("Records")) {
      Map<?, ?> kinesis = (Map<?, ?>) ((Map<?, ?>) record).get("kinesis");
      if ("bad".equals(kinesis.get("partitionKey")) && !Boolean.getBoolean("picky.fixed")) {
        return Map.of(
            "batchItemFailures", List.of(Map.of("itemIdentifier", kinesis.get("sequenceNumber"))));
      }
      System.out.println("took " + ((Map<?, ?>) record).get("eventID"));
    }
    return Map.of("batchItemFailures", List.of());
  }
}
