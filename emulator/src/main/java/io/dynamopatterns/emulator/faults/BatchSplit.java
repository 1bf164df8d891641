package io.dynamopatterns.emulator.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * A batch request of which only a part is sent.
 *
 * @param sentBody the request that goes to the service, empty when nothing is left to send
 * @param completion adds what was held back to the service's answer
 */
record BatchSplit(Optional<String> sentBody, UnaryOperator<ObjectNode> completion) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THROTTLED =
      """
      {"Error":{"Code":"ThrottlingError","Message":"Injected: statement throttled"}}""";

  static BatchSplit ofWrites(String body, IntPredicate heldBack) {
    ObjectNode request = read(body);
    ObjectNode unprocessed = JSON.createObjectNode();
    ObjectNode kept = JSON.createObjectNode();
    int position = 0;
    for (var table : request.get("RequestItems").properties()) {
      for (JsonNode item : table.getValue()) {
        boolean held = position > 0 && heldBack.test(position);
        (held ? unprocessed : kept).withArray("/" + escape(table.getKey())).add(item);
        position++;
      }
    }
    request.set("RequestItems", kept);
    return new BatchSplit(
        Optional.of(request.toString()),
        answer -> {
          answer.set("UnprocessedItems", unprocessed);
          return answer;
        });
  }

  static BatchSplit ofStatements(String body, IntPredicate heldBack) {
    ObjectNode request = read(body);
    ArrayNode kept = JSON.createArrayNode();
    List<Boolean> held = new ArrayList<>();
    for (JsonNode statement : request.get("Statements")) {
      held.add(heldBack.test(held.size()));
      if (!held.getLast()) {
        kept.add(statement);
      }
    }
    request.set("Statements", kept);
    return new BatchSplit(
        kept.isEmpty() ? Optional.empty() : Optional.of(request.toString()),
        answer -> {
          var answered = answer.get("Responses").iterator();
          ArrayNode all = JSON.createArrayNode();
          held.forEach(throttled -> all.add(throttled ? read(THROTTLED) : answered.next()));
          answer.set("Responses", all);
          return answer;
        });
  }

  String completed(String answer) {
    return completion.apply(read(answer)).toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
