package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;

/** What requests have in common. */
final class RequestMembers {
  private RequestMembers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ModelTable table(Database database, JsonNode request) {
    return database.table(required(request, "TableName").asText());
  }

  /** A member that the request must have. */
  static JsonNode required(JsonNode request, String member) {
    if (!request.has(member)) {
      throw ServiceError.validation(
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
              .formatted(member));
    }
    return request.get(member);
  }

  /** The text of a member, or null. */
  static String text(JsonNode request, String member) {
    return request.path(member).asText(null);
  }

  static boolean isConsistent(JsonNode request) {
    return request.path("ConsistentRead").asBoolean(false);
  }

  /** Refuses a list that is empty or has too many elements. */
  static void requireSize(String member, int size, int most) {
    if (size < 1 || size > most) {
      throw ServiceError.validation(
          "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length between 1 and %d"
              .formatted(member, most));
    }
  }
}
