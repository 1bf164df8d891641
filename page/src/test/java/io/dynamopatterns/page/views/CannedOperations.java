package io.dynamopatterns.page.views;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.page.Delays;
import io.dynamopatterns.page.PageTasks;
import io.dynamopatterns.page.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Operations whose answers a test sets, and which note what they were asked. */
final class CannedOperations implements PageTasks {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer, which may depend on the request. */
  interface Canned {
    Object answer(JsonNode request) throws TaskException;
  }

  /** A request that was sent. */
  record Sent(String operation, JsonNode request) {}

  private final Map<String, Canned> answers = new ConcurrentHashMap<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  CannedOperations with(String operation, Canned answer) {
    answers.put(operation, answer);
    return this;
  }

  /** An operation with one answer as JSON. */
  CannedOperations with(String operation, String json) {
    return with(operation, request -> read(json));
  }

  /** What was sent to an operation. */
  List<JsonNode> sent(String operation) {
    return sent.stream()
        .filter(one -> one.operation().equals(operation))
        .map(Sent::request)
        .toList();
  }

  /** JSON in single quotation marks, with texts at its %s. */
  static JsonNode object(String json, Object... texts) {
    return read(json.replace('\'', '"').formatted(texts));
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  @Override
  public List<String> names() {
    return answers.keySet().stream().sorted().toList();
  }

  @Override
  public String call(String name, String request) throws TaskException {
    JsonNode asked = read(request);
    sent.add(new Sent(name, asked));
    Delays.await();
    return JSON.valueToTree(answers.get(name).answer(asked)).toString();
  }
}
