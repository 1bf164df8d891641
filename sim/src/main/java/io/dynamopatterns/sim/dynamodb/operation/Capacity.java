package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The units that a request consumes, by table. */
final class Capacity {
  private static final int READ_UNIT = 4096;

  private final boolean wanted;
  private final Map<String, Double> units = new LinkedHashMap<>();

  Capacity(JsonNode request) {
    String level = request.path("ReturnConsumedCapacity").asText("NONE");
    wanted = !level.equals("NONE");
  }

  /** The units of reading this many bytes. */
  static double ofRead(long bytes, boolean consistent) {
    double whole = Math.max(1, Math.ceilDiv(bytes, READ_UNIT));
    return consistent ? whole : whole / 2;
  }

  void add(ModelTable table, double more) {
    units.merge(table.name(), more, Double::sum);
  }

  /** Puts the units of the only table into an answer, if the request asks for them. */
  void putInto(ObjectNode answer) {
    if (wanted) {
      units.forEach((table, sum) -> answer.set("ConsumedCapacity", json(table, sum)));
    }
  }

  /** Puts the units of all tables into an answer, if the request asks for them. */
  void putListInto(ObjectNode answer) {
    if (wanted) {
      ArrayNode list = answer.putArray("ConsumedCapacity");
      units.forEach((table, sum) -> list.add(json(table, sum)));
    }
  }

  private static ObjectNode json(String table, double sum) {
    return RequestMembers.object().put("TableName", table).put("CapacityUnits", sum);
  }
}
