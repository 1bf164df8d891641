package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.expression.Condition;
import io.dynamopatterns.sim.dynamodb.expression.Placeholders;
import io.dynamopatterns.sim.dynamodb.expression.Projection;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A page of a query or a scan: at most a number of items and 1 MB, before the filter. */
final class ResultPage {
  private static final int MOST_BYTES = 1024 * 1024;

  private final JsonNode request;
  private final ModelTable table;
  private final Optional<Index> index;
  private final boolean consistent;
  private final Condition filter;
  private final Set<String> filtered;
  private final UnaryOperator<Map<String, Attribute>> projection;
  private final boolean countsOnly;

  /**
   * @param placeholders of the request, of which all others are used already
   */
  ResultPage(JsonNode request, ModelTable table, Optional<Index> index, Placeholders placeholders) {
    this.request = request;
    this.table = table;
    this.index = index;
    this.consistent = RequestMembers.isConsistent(request);
    placeholders.takeAttributes();
    this.filter =
        Condition.of(
            "FilterExpression", RequestMembers.text(request, "FilterExpression"), placeholders);
    this.filtered = placeholders.takeAttributes();
    this.projection =
        Projection.of(RequestMembers.text(request, "ProjectionExpression"), placeholders);
    requireProjected(placeholders.takeAttributes());
    this.countsOnly = request.path("Select").asText("").equals("COUNT");
    placeholders.requireAllUsed();
    if (consistent && index.isPresent()) {
      throw ServiceError.validation(
          "Consistent reads are not supported on global secondary indexes");
    }
    if (request.has("Limit") && request.get("Limit").asInt() < 1) {
      throw ServiceError.validation(
          "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
    }
  }

  /** Refuses a query whose filter has key attributes. A scan may. */
  void requireFilterOfQuery(KeySchema keys) {
    if (keys.names().stream().anyMatch(filtered::contains)) {
      throw ServiceError.validation(
          "Filter Expression can only contain non-primary key attributes");
    }
    requireProjected(filtered);
  }

  private void requireProjected(Set<String> attributes) {
    if (index.isPresent() && !attributes.stream().allMatch(index.get()::projects)) {
      throw ServiceError.validation(
          "One or more parameter values were invalid: Global secondary index %s does not project %s"
              .formatted(index.get().name(), attributes));
    }
  }

  /** The key that the page begins after, if the request continues one. */
  private Optional<Map<String, Attribute>> start() {
    if (!request.has("ExclusiveStartKey")) {
      return Optional.empty();
    }
    Map<String, Attribute> key = AttributeJson.readItem(request.get("ExclusiveStartKey"));
    List<String> names = keyNames();
    if (key.size() != names.size() || !key.keySet().containsAll(names)) {
      throw ServiceError.validation("The provided starting key is invalid");
    }
    return Optional.of(key);
  }

  private List<String> keyNames() {
    List<String> names = new ArrayList<>(table.keys().names());
    index.ifPresent(
        used ->
            used.keys().names().stream().filter(name -> !names.contains(name)).forEach(names::add));
    return names;
  }

  /** The attributes by which items of one partition key are ordered. */
  List<String> order() {
    List<String> names = new ArrayList<>();
    index.flatMap(used -> used.keys().sort()).ifPresent(names::add);
    names.addAll(table.keys().names());
    return names;
  }

  /**
   * @param all what the request reads, also before and after the page, in any order
   */
  ObjectNode answer(List<Map<String, Attribute>> all, Comparator<Map<String, Attribute>> order) {
    Optional<Map<String, Attribute>> start = start();
    List<Map<String, Attribute>> items =
        all.stream()
            .filter(item -> start.isEmpty() || order.compare(item, start.get()) > 0)
            .sorted(order)
            .toList();
    int limit = request.path("Limit").asInt(Integer.MAX_VALUE);
    ObjectNode answer = RequestMembers.object();
    ArrayNode returned = answer.arrayNode();
    long bytes = 0;
    int scanned = 0;
    int count = 0;
    for (Map<String, Attribute> item : items) {
      if (scanned == limit || bytes > MOST_BYTES) {
        break;
      }
      bytes += Sizes.of(item);
      scanned++;
      if (filter.holds(item)) {
        count++;
        returned.add(AttributeJson.write(projection.apply(item)));
      }
    }
    if (!countsOnly) {
      answer.set("Items", returned);
    }
    answer.put("Count", count);
    answer.put("ScannedCount", scanned);
    boolean ended = scanned < limit && bytes <= MOST_BYTES && scanned == items.size();
    if (!ended && scanned > 0) {
      answer.set("LastEvaluatedKey", AttributeJson.write(keyOf(items.get(scanned - 1))));
    }
    Capacity capacity = new Capacity(request);
    capacity.add(table, Capacity.ofRead(bytes, consistent));
    capacity.putInto(answer);
    return answer;
  }

  private Map<String, Attribute> keyOf(Map<String, Attribute> item) {
    Map<String, Attribute> key = new LinkedHashMap<>();
    keyNames().forEach(name -> key.put(name, item.get(name)));
    return key;
  }
}
