package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.TargetHandler;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** EventBridge's API: it takes events, and shows buses, rules and targets. */
final class EventsApi extends TargetHandler {
  private static final String ARN = "arn:aws:events:us-east-1:123456789012:";
  private static final String DEFAULT_BUS = "default";

  private final Set<String> buses;
  private final List<RuleSpec> rules;
  private final PutEvents putEvents;

  EventsApi(Set<String> buses, List<RuleSpec> rules, EventJournal journal) {
    this.buses = buses;
    this.rules = List.copyOf(rules);
    this.putEvents = new PutEvents(buses, journal, Clock.systemUTC());
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) {
    return switch (operation) {
      case "PutEvents" -> putEvents.answer(request);
      case "ListEventBuses" -> buses();
      case "ListRules" -> rules(bus(request), request.path("NamePrefix").asText());
      case "ListTargetsByRule" -> targets(bus(request), request.path("Rule").asText());
      default ->
          throw unknown(
              "The local EventBridge answers PutEvents, ListEventBuses, ListRules and"
                  + " ListTargetsByRule, not "
                  + operation);
    };
  }

  private static String bus(JsonNode request) {
    String bus = request.path("EventBusName").asText(DEFAULT_BUS);
    return bus.substring(bus.lastIndexOf('/') + 1);
  }

  private ObjectNode buses() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = answer.putArray("EventBuses");
    listed.addObject().put("Name", DEFAULT_BUS).put("Arn", ARN + "event-bus/" + DEFAULT_BUS);
    buses.forEach(bus -> listed.addObject().put("Name", bus).put("Arn", ARN + "event-bus/" + bus));
    return answer;
  }

  private ObjectNode rules(String bus, String prefix) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = answer.putArray("Rules");
    rules.stream()
        .filter(rule -> rule.bus().equals(bus) && rule.name().startsWith(prefix))
        .forEach(
            rule ->
                listed
                    .addObject()
                    .put("Name", rule.name())
                    .put("Arn", ARN + "rule/" + bus + "/" + rule.name())
                    .put("EventBusName", bus)
                    .put("EventPattern", rule.pattern())
                    .put("State", rule.enabled() ? "ENABLED" : "DISABLED"));
    return answer;
  }

  private ObjectNode targets(String bus, String name) {
    RuleSpec rule =
        rules.stream()
            .filter(known -> known.bus().equals(bus) && known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiException(
                        400,
                        "ResourceNotFoundException",
                        "Rule %s does not exist on EventBus %s.".formatted(name, bus)));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = answer.putArray("Targets");
    rule.targets()
        .forEach(
            target -> listed.addObject().put("Id", target.id()).put("Arn", target.arn().text()));
    return answer;
  }
}
