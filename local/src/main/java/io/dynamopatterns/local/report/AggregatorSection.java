package io.dynamopatterns.local.report;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The aggregator: each group is complete when its lines satisfy the rule, and said so once. */
final class AggregatorSection implements Section {
  private static final String COLLECT = "io.dynamopatterns.aggregator.AggregatorCollectHandler";
  private static final String READ = "io.dynamopatterns.aggregator.AggregatorReadHandler";
  private static final String SOURCE = "dynamopatterns.aggregator";
  private static final String COMPLETED = "AggregateCompleted";

  private final String table;
  private final JsonPointer group;
  private final CompletedRounds rounds;
  private final Map<String, Long> acceptedByGroup = new HashMap<>();

  AggregatorSection(Map<String, String> environment, String stream) {
    this.table = environment.get("AGGREGATOR_TABLE");
    this.group = JsonPointer.compile(environment.get("AGGREGATOR_GROUP_POINTER"));
    this.rounds = CompletedRounds.of(environment, stream);
  }

  static Optional<Section> of(FleetState state, String stream) {
    return state
        .functionOf(COLLECT)
        .filter(function -> state.reads(function.name(), stream))
        .map(function -> new AggregatorSection(function.environment(), stream));
  }

  @Override
  public String name() {
    return "aggregator";
  }

  @Override
  public void accepted(JsonNode event) {
    acceptedByGroup.merge(event.at(group).asText(), 1L, Long::sum);
  }

  @Override
  public Figures figures(Fleet fleet) {
    return figures(
        new TableItems(fleet.dynamoDbEndpoint()).of(table),
        fleet.events(),
        fleet.functionOf(READ).orElseThrow());
  }

  Figures figures(List<JsonNode> items, EventJournal journal, Invoker read) {
    Set<String> groups = new HashSet<>();
    Map<String, Long> states = new HashMap<>();
    for (JsonNode item : items) {
      // Rounds have a state; events and what was rejected have none.
      JsonNode state = item.path("state").path("S");
      if (state.isTextual()) {
        groups.add(item.path("pk").path("S").asText());
        states.merge(state.asText(), 1L, Long::sum);
      }
    }
    long completed = states.getOrDefault("COMPLETE", 0L);
    Figures figures = new Figures();
    figures.put(
        "groups",
        groups.size(),
        acceptedByGroup.size(),
        "aggregator has %d groups, the input has %d");
    // What expires depends on when events came, which the lines do not say.
    Optional<Long> expected =
        states.containsKey("EXPIRED")
            ? Optional.empty()
            : rounds.completed(acceptedByGroup.values());
    figures.put(
        "completed",
        completed,
        expected.orElse(completed),
        "aggregator completed %d rounds, the input has %d");
    figures.put(
        "published",
        Published.of(journal, SOURCE).of(COMPLETED).size(),
        completed,
        "aggregator published %d of %d completed rounds");
    try {
      figures.put(
          "open",
          open(read),
          states.getOrDefault("COLLECTING", 0L),
          "aggregator shows %d open rounds of %d");
    } catch (InvocationException e) {
      figures.require(false, "aggregator does not show its open rounds: %s", e.getMessage());
    }
    return figures;
  }

  private static long open(Invoker read) throws InvocationException {
    AtomicLong open = new AtomicLong();
    PagedAnswers.read(
        read,
        JsonNodeFactory.instance.objectNode().put("operation", "list").put("limit", 1000),
        page -> open.addAndGet(page.path("rounds").size()));
    return open.get();
  }
}
