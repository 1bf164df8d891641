package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.local.dynamodb.TableItems;
import io.dynamopatterns.local.events.EventJournal;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.state.FleetState;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processor: all work is done, and every line was delivered as it stands, or rejected. */
final class ProcessorSection implements Section {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCE = "dynamopatterns.processor";
  private static final String COMPLETED = "WorkCompleted";

  private final String table;
  private final Set<Long> rejected = new HashSet<>();
  private long accepted;
  private Optional<String> firstMissing = Optional.empty();
  private Optional<String> firstDifferent = Optional.empty();

  ProcessorSection(String table) {
    this.table = table;
  }

  static Optional<Section> of(FleetState state, String stream) {
    return Processor.of(state, stream).map(processor -> new ProcessorSection(processor.table()));
  }

  @Override
  public String name() {
    return "processor";
  }

  @Override
  public void accepted(JsonNode event) {
    accepted++;
  }

  @Override
  public void rejected(long lineNumber) {
    rejected.add(lineNumber);
  }

  @Override
  public void fed(JsonNode event, Optional<ClickFeed.Click> click) {
    if (click.isEmpty()) {
      firstMissing = firstMissing.or(() -> Optional.of(event.path("id").asText()));
    } else if (!isOf(event, click.get())) {
      firstDifferent = firstDifferent.or(() -> Optional.of(event.path("id").asText()));
    }
  }

  private static boolean isOf(JsonNode event, ClickFeed.Click click) {
    try {
      return click.partitionKey().equals(event.path("client").asText())
          && JSON.readTree(click.data()).equals(JSON.readTree(event.toString()));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Figures figures(Fleet fleet) {
    return figures(new TableItems(fleet.dynamoDbEndpoint()).of(table), fleet.events());
  }

  Figures figures(List<JsonNode> items, EventJournal journal) {
    Figures figures = new Figures();
    Set<Long> refused = new HashSet<>();
    long work = 0;
    long completed = 0;
    long hops = 0;
    long hopsOfCompleted = 0;
    long delivered = 0;
    for (JsonNode item : items) {
      String state = item.path("state").path("S").asText();
      // Works have a state; what they rejected has none.
      if (state.isEmpty()) {
        refused.add(item.path("part").path("N").asLong());
        continue;
      }
      long hopsOfWork = item.path("hops").path("N").asLong();
      work++;
      hops += hopsOfWork;
      delivered += item.at("/counts/M/delivered/N").asLong();
      if (state.equals("DONE")) {
        completed++;
        hopsOfCompleted += hopsOfWork;
      } else {
        figures.require(
            false,
            "processor has work %s in state %s: %s",
            item.path("pk").path("S").asText(),
            state,
            item.path("lastError").path("S").asText("no error"));
      }
    }
    Published published = Published.of(journal, SOURCE);
    long told = published.of(COMPLETED).size();
    long toldHops = published.sum(COMPLETED, "hops");
    return figures
        .put("work", work)
        .put("completed", completed)
        .put("hops", hops)
        .require(
            told == completed && toldHops == hopsOfCompleted,
            "processor told of %d completed works in %d hops, of %d in %d",
            told,
            toldHops,
            completed,
            hopsOfCompleted)
        .require(delivered == accepted, "processor delivered %d lines of %d", delivered, accepted)
        .require(
            refused.equals(rejected),
            "processor rejected %d lines, of the input %d cannot be read",
            refused.size(),
            rejected.size())
        .require(
            firstMissing.isEmpty(),
            "processor did not deliver %s, and perhaps more",
            firstMissing.orElse(""))
        .require(
            firstDifferent.isEmpty(),
            "processor made another click of %s than its line says, and perhaps of more",
            firstDifferent.orElse(""));
  }
}
