package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.mapping.MappingStats;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What any deployment did, whatever its functions are for. */
record DeploymentSection(String name, Function<Fleet, Figures> content) implements Section {
  static List<Section> all() {
    return List.of(
        new DeploymentSection("functions", DeploymentSection::functions),
        new DeploymentSection("triggers", DeploymentSection::triggers),
        new DeploymentSection("tables", DeploymentSection::tables),
        new DeploymentSection("queues", DeploymentSection::queues),
        new DeploymentSection("events", DeploymentSection::events));
  }

  @Override
  public Figures figures(Fleet fleet) {
    return content.apply(fleet);
  }

  private static Figures functions(Fleet fleet) {
    Figures figures = new Figures();
    for (LocalFunction function : fleet.functions()) {
      ObjectNode json =
          figures
              .json()
              .putObject(function.spec().name())
              .put("invocations", function.invocations())
              .put("failed", function.failures());
      function.lastFailure().ifPresent(reason -> json.put("lastFailure", reason));
    }
    return figures;
  }

  private static Figures triggers(Fleet fleet) {
    Figures figures = new Figures();
    for (Mapping mapping : fleet.mappings().enabled()) {
      MappingStats stats = mapping.stats();
      String name = mapping.spec().source().name() + " to " + mapping.spec().function();
      ObjectNode json = figures.json().putObject(name);
      if (stats.read() > 0) {
        json.put("read", stats.read()).put("filtered", stats.filtered());
      }
      json.put("delivered", stats.delivered()).put("givenUp", stats.discarded());
    }
    return figures;
  }

  private static Figures tables(Fleet fleet) {
    Figures figures = new Figures();
    TableItems items = new TableItems(fleet.dynamoDbEndpoint());
    for (TableSpec table : fleet.state().tables()) {
      figures.json().putObject(table.name()).put("items", items.of(table.name()).size());
    }
    return figures;
  }

  private static Figures queues(Fleet fleet) {
    Figures figures = new Figures();
    Set<String> deadLetterQueues = new HashSet<>();
    List<QueueSpec> queues = fleet.queues().specs();
    queues.forEach(
        queue -> queue.redrive().ifPresent(to -> deadLetterQueues.add(to.deadLetterQueue())));
    for (QueueSpec queue : queues) {
      long waiting = fleet.queues().size(queue.name());
      figures.json().putObject(queue.name()).put("waiting", waiting);
      if (deadLetterQueues.contains(queue.name())) {
        figures.require(
            waiting == 0,
            "queue %s has %d dead letters; they are in .fleet/dead-letters",
            queue.name(),
            waiting);
      }
    }
    return figures;
  }

  /** By source and type. */
  private static Figures events(Fleet fleet) {
    Map<String, Long> published = new TreeMap<>();
    fleet
        .events()
        .read(
            event ->
                published.merge(
                    event.path("source").asText() + " " + event.path("detail-type").asText(),
                    1L,
                    Long::sum));
    Figures figures = new Figures();
    published.forEach((type, count) -> figures.json().putObject(type).put("published", count));
    return figures;
  }
}
