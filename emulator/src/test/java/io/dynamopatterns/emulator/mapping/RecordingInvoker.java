package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A function that remembers the sequence numbers of each batch and answers by a script. */
final class RecordingInvoker implements Invoker {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String FAILS = "fails";

  private final List<List<String>> batches = new ArrayList<>();
  private final Function<List<String>, String> answer;

  /**
   * @param answer to the sequence numbers of a batch, {@link #FAILS} to throw
   */
  RecordingInvoker(Function<List<String>, String> answer) {
    this.answer = answer;
  }

  static RecordingInvoker succeeding() {
    return new RecordingInvoker(batch -> "{}");
  }

  static RecordingInvoker failingOn(String poison) {
    return new RecordingInvoker(batch -> batch.contains(poison) ? FAILS : "{}");
  }

  static String failed(String... identifiers) {
    List<String> failures = new ArrayList<>();
    for (String identifier : identifiers) {
      failures.add("{\"itemIdentifier\":\"" + identifier + "\"}");
    }
    return "{\"batchItemFailures\":[" + String.join(",", failures) + "]}";
  }

  List<List<String>> batches() {
    synchronized (batches) {
      return List.copyOf(batches);
    }
  }

  @Override
  public String invoke(String event) throws InvocationException {
    List<String> batch = new ArrayList<>();
    try {
      for (JsonNode record : JSON.readTree(event).path("Records")) {
        batch.add(
            record.has("dynamodb")
                ? record.path("dynamodb").path("SequenceNumber").asText()
                : record.path("kinesis").path("sequenceNumber").asText());
      }
    } catch (JsonProcessingException e) {
      throw new InvocationException("Not JSON", e);
    }
    synchronized (batches) {
      batches.add(batch);
    }
    String text = answer.apply(batch);
    if (FAILS.equals(text)) {
      throw new InvocationException("The function failed");
    }
    return text;
  }
}
