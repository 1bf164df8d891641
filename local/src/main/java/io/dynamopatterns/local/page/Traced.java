package io.dynamopatterns.local.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamopatterns.emulator.function.Trace;
import io.dynamopatterns.page.Activity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A function's trace as the page shows it: what its events and its calls consist of. */
final class Traced {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_RECORDS = 50;

  private Traced() {}

  static List<Activity.Invocation> invocations(Trace trace) {
    return trace.invocations().stream()
        .map(
            invocation -> {
              JsonNode event = event(invocation);
              return new Activity.Invocation(
                  invocation.requestId(),
                  invocation.time(),
                  invocation.took().toMillis(),
                  trigger(event),
                  event.path("Records").size(),
                  invocation.error());
            })
        .toList();
  }

  private static JsonNode event(Trace.Invocation invocation) {
    try {
      return invocation.event() == null
          ? MissingNode.getInstance()
          : JSON.readTree(invocation.event());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String trigger(JsonNode event) {
    String source = event.path("Records").path(0).path("eventSourceARN").asText();
    return source.isEmpty() ? "direct" : GraphNames.idOf(source).orElse(source);
  }

  /**
   * The last records of events and the last calls, the newest first.
   *
   * @param label how the page names a resource
   */
  static List<Activity.Passed> records(Trace trace, UnaryOperator<String> label) {
    List<Activity.Passed> in = new ArrayList<>();
    for (Trace.Invocation invocation : trace.invocations()) {
      if (in.size() < MOST_RECORDS) {
        addRecords(invocation, in);
      }
    }
    Stream<Activity.Passed> out =
        trace.calls().stream()
            .map(
                call ->
                    new Activity.Passed(
                        outId(call),
                        call.time(),
                        "out",
                        call.requestId(),
                        describe(call, label),
                        0));
    return Stream.concat(in.stream().limit(MOST_RECORDS), out)
        .sorted(Comparator.comparing(Activity.Passed::time).reversed())
        .toList();
  }

  private static void addRecords(Trace.Invocation invocation, List<Activity.Passed> in) {
    if (invocation.event() == null) {
      return;
    }
    JsonNode records = event(invocation).path("Records");
    for (int i = 0; i < Math.max(1, records.size()); i++) {
      JsonNode record = records.path(i);
      in.add(
          new Activity.Passed(
              inId(invocation, i),
              invocation.time(),
              "in",
              invocation.requestId(),
              records.isEmpty() ? "event" : describe(record),
              records.isEmpty() ? invocation.event().length() : record.toString().length()));
    }
  }

  /** What a person knows a record by: its key. */
  private static String describe(JsonNode record) {
    JsonNode keys = record.path("dynamodb").path("Keys");
    if (keys.isObject()) {
      List<String> words = new ArrayList<>(List.of(record.path("eventName").asText()));
      keys.properties().forEach(key -> words.add(key.getKey() + "=" + first(key.getValue())));
      return String.join(" ", words);
    }
    String partitionKey = record.path("kinesis").path("partitionKey").asText();
    return partitionKey.isEmpty() ? "message " + record.path("messageId").asText() : partitionKey;
  }

  /** The value of an attribute: the only member of {@code {"S": "x"}}. */
  private static String first(JsonNode attribute) {
    return attribute.isEmpty() ? "" : attribute.iterator().next().asText();
  }

  /** Such as {@code PutItem pages}. */
  private static String describe(Trace.Call call, UnaryOperator<String> label) {
    String operation = call.name().substring(call.name().indexOf('.') + 1);
    String resource = call.resource().substring(call.resource().lastIndexOf('/') + 1);
    return resource.isEmpty() ? operation : operation + " " + label.apply(resource);
  }

  static Optional<String> payload(Trace trace, String record) {
    for (Trace.Call call : trace.calls()) {
      if (outId(call).equals(record)) {
        return Optional.ofNullable(call.request())
            .map(request -> String.valueOf(request.apply("")));
      }
    }
    for (Trace.Invocation invocation : trace.invocations()) {
      if (invocation.event() != null && record.startsWith(inId(invocation, ""))) {
        return record(invocation, record);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> record(Trace.Invocation invocation, String id) {
    JsonNode records = event(invocation).path("Records");
    if (records.isEmpty()) {
      return Optional.of(invocation.event());
    }
    for (int i = 0; i < records.size(); i++) {
      if (inId(invocation, i).equals(id)) {
        return Optional.of(records.get(i).toString());
      }
    }
    return Optional.empty();
  }

  private static String inId(Trace.Invocation invocation, Object number) {
    return "in:" + invocation.requestId() + ":" + number;
  }

  private static String outId(Trace.Call call) {
    return "out:" + call.number();
  }
}
