package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request and its answer, as bytes, and what they cost.
 *
 * <p>The units are those that DynamoDB Local reports. It reports none for PartiQL and for failed
 * conditions, both of which AWS bills: there they are computed from the item's size.
 */
record MeteredCall(String operation, boolean isWrite, double units, long failedConditions) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WRITES =
      Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");
  private static final Set<String> READS =
      Set.of("GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems");
  private static final Set<String> STATEMENTS =
      Set.of("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction");
  private static final Pattern INSERTED_NAME = Pattern.compile("'((?:[^']|'')+)'\\s*:\\s*\\?");
  private static final byte[] ASKED = "\"ReturnConsumedCapacity\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ASKING =
      "{\"ReturnConsumedCapacity\":\"TOTAL\",".getBytes(StandardCharsets.UTF_8);

  static boolean isMetered(String operation) {
    return WRITES.contains(operation)
        || READS.contains(operation)
        || STATEMENTS.contains(operation);
  }

  /** The request with ReturnConsumedCapacity, where the operation knows it and did not ask. */
  static byte[] asking(String operation, byte[] request) {
    if (STATEMENTS.contains(operation) || contains(request, ASKED)) {
      return request;
    }
    byte[] asking = new byte[ASKING.length + request.length - 1];
    System.arraycopy(ASKING, 0, asking, 0, ASKING.length);
    System.arraycopy(request, 1, asking, ASKING.length, request.length - 1);
    return asking;
  }

  static MeteredCall of(String operation, byte[] request, int status, byte[] answer)
      throws IOException {
    JsonNode answered = JSON.readTree(answer);
    if (STATEMENTS.contains(operation)) {
      return ofStatements(operation, JSON.readTree(request), status, answered);
    }
    boolean write = WRITES.contains(operation);
    if (status == 200) {
      return new MeteredCall(operation, write, units(answered.path("ConsumedCapacity")), 0);
    }
    long failed = failedConditions(answered);
    double units = failed > 0 ? unitsOfFailure(JSON.readTree(request), answered) : 0;
    return new MeteredCall(operation, write, units, failed);
  }

  private static double units(JsonNode consumed) {
    if (consumed.isArray()) {
      double sum = 0;
      for (JsonNode table : consumed) {
        sum += units(table);
      }
      return sum;
    }
    return consumed.path("CapacityUnits").asDouble();
  }

  private static long failedConditions(JsonNode error) {
    String type = error.path("__type").asText();
    if (type.endsWith("ConditionalCheckFailedException")) {
      return 1;
    }
    long failed = 0;
    for (JsonNode reason : error.path("CancellationReasons")) {
      failed += reason.path("Code").asText().equals("ConditionalCheckFailed") ? 1 : 0;
    }
    return failed;
  }

  private static double unitsOfFailure(JsonNode request, JsonNode error) {
    if (request.has("TransactItems")) {
      return 2.0 * request.get("TransactItems").size();
    }
    long stored = DynamoDbItemSize.of(error.path("Item"));
    long sent = DynamoDbItemSize.of(request.path("Item"));
    return DynamoDbItemSize.writeUnits(Math.max(stored, sent));
  }

  private static MeteredCall ofStatements(
      String operation, JsonNode request, int status, JsonNode answer) {
    boolean batch = request.has("Statements");
    Iterator<JsonNode> answers = answer.path("Responses").iterator();
    boolean write = false;
    double units = 0;
    long failed = 0;
    for (JsonNode statement :
        batch ? request.get("Statements") : JSON.createArrayNode().add(request)) {
      String error =
          batch && answers.hasNext() ? answers.next().path("Error").path("Code").asText() : "";
      boolean exists = error.equals("DuplicateItem") || error.equals("ConditionalCheckFailed");
      failed += exists ? 1 : 0;
      if (!statement
          .path("Statement")
          .asText()
          .stripLeading()
          .regionMatches(true, 0, "SELECT", 0, 6)) {
        write = true;
        units += status == 200 && (error.isEmpty() || exists) ? unitsOfInsert(statement) : 0;
      }
    }
    return new MeteredCall(operation, write, units, failed);
  }

  private static double unitsOfInsert(JsonNode statement) {
    long size = 0;
    Matcher names = INSERTED_NAME.matcher(statement.path("Statement").asText());
    for (JsonNode parameter : statement.path("Parameters")) {
      size +=
          DynamoDbItemSize.value(parameter)
              + (names.find() ? DynamoDbItemSize.utf8(names.group(1)) : 0);
    }
    return DynamoDbItemSize.writeUnits(size);
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int at = 0; at <= text.length - part.length; at++) {
      int i = 0;
      while (i < part.length && text[at + i] == part[i]) {
        i++;
      }
      if (i == part.length) {
        return true;
      }
    }
    return false;
  }
}
