package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PartiQL's INSERT, the only statement that the project uses, many in a request. */
final class BatchExecuteStatement implements ModelOperation {
  private static final int MOST = 25;
  private static final Pattern INSERT =
      Pattern.compile("INSERT INTO \"([^\"]+)\" VALUE \\{(.*)}", Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTRIBUTE = Pattern.compile("'([^']+)'\\s*:\\s*\\?");

  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    JsonNode statements = RequestMembers.required(request, "Statements");
    RequestMembers.requireSize("statements", statements.size(), MOST);
    Capacity capacity = new Capacity(request);
    ObjectNode answer = RequestMembers.object();
    ArrayNode responses = answer.putArray("Responses");
    statements.forEach(statement -> responses.add(insert(database, statement, capacity)));
    capacity.putListInto(answer);
    return answer;
  }

  private static ObjectNode insert(Database database, JsonNode statement, Capacity capacity) {
    Matcher insert = INSERT.matcher(statement.path("Statement").asText());
    if (!insert.matches()) {
      throw ServiceError.validation("the model knows INSERT only: " + insert);
    }
    ObjectNode response = RequestMembers.object();
    try {
      ModelTable table = database.table(insert.group(1));
      Map<String, Attribute> item = item(insert.group(2), statement.path("Parameters"));
      ModelKey key = table.keys().ofItem(item);
      response.put("TableName", table.name());
      table.requireStorable(item);
      Optional<Map<String, Attribute>> before = table.find(key);
      capacity.add(table, table.units(before, Optional.of(item)));
      if (before.isPresent()) {
        return error(response, "DuplicateItem", "Duplicate primary key exists in table");
      }
      table.write(database.now(), key, Optional.of(item), false);
    } catch (ServiceError e) {
      return error(
          response,
          e.code().equals("ResourceNotFoundException") ? "ResourceNotFound" : "ValidationError",
          e.getMessage());
    }
    return response;
  }

  private static Map<String, Attribute> item(String attributes, JsonNode parameters) {
    Map<String, Attribute> item = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(attributes);
    Iterator<JsonNode> values = parameters.iterator();
    while (attribute.find()) {
      if (!values.hasNext()) {
        throw ServiceError.validation("Number of parameters in request and statement don't match.");
      }
      item.put(attribute.group(1), AttributeJson.read(values.next()));
    }
    return item;
  }

  private static ObjectNode error(ObjectNode response, String code, String message) {
    response.putObject("Error").put("Code", code).put("Message", message);
    return response;
  }
}
