package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.expression.Projection;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** PutItem, UpdateItem and DeleteItem. */
final class SingleWrite implements ModelOperation {
  private static final Set<String> OF_UPDATES = Set.of("ALL_NEW", "UPDATED_OLD", "UPDATED_NEW");

  private final BiFunction<Database, JsonNode, Write> reader;
  private final boolean isUpdate;

  private SingleWrite(BiFunction<Database, JsonNode, Write> reader, boolean isUpdate) {
    this.reader = reader;
    this.isUpdate = isUpdate;
  }

  static ModelOperation put() {
    return new SingleWrite(Write::put, false);
  }

  static ModelOperation update() {
    return new SingleWrite(Write::update, true);
  }

  static ModelOperation delete() {
    return new SingleWrite(Write::delete, false);
  }

  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    String returnValues = request.path("ReturnValues").asText("NONE");
    if (!isUpdate && OF_UPDATES.contains(returnValues)) {
      throw ServiceError.validation("Return values set to invalid value");
    }
    Write write = reader.apply(database, request);
    Optional<Map<String, Attribute>> before = write.stored();
    if (!write.conditionHolds()) {
      ServiceError error = ServiceError.conditionFailed();
      if (write.returnsOldOnFailure() && before.isPresent()) {
        error.members().set("Item", AttributeJson.write(before.get()));
      }
      throw error;
    }
    Optional<Map<String, Attribute>> after = write.change().apply(before);
    write.table().write(database.now(), write.key(), after, false);
    ObjectNode answer = RequestMembers.object();
    returned(returnValues, write, before, after)
        .filter(attributes -> !attributes.isEmpty())
        .ifPresent(attributes -> answer.set("Attributes", AttributeJson.write(attributes)));
    Capacity capacity = new Capacity(request);
    capacity.add(write.table(), write.table().units(before, after));
    capacity.putInto(answer);
    return answer;
  }

  private static Optional<Map<String, Attribute>> returned(
      String returnValues,
      Write write,
      Optional<Map<String, Attribute>> before,
      Optional<Map<String, Attribute>> after) {
    return switch (returnValues) {
      case "ALL_OLD" -> before;
      case "ALL_NEW" -> after;
      case "UPDATED_OLD" -> before.map(item -> Projection.project(item, write.updated()));
      case "UPDATED_NEW" -> after.map(item -> Projection.project(item, write.updated()));
      default -> Optional.empty();
    };
  }
}
