package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.fleet.WorkItems;
import io.dynamopatterns.local.state.FleetState;
import java.util.List;
import java.util.Optional;

/** The processor: all work is done, and every line was delivered or rejected. */
final class ProcessorSection implements Section {
  private static final String SOURCE = "dynamopatterns.processor";
  private static final String COMPLETED = "WorkCompleted";

  private final String table;
  private long accepted;
  private long lost;
  private Optional<Long> firstLost = Optional.empty();
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
  public void lost(long line) {
    lost++;
    firstLost = firstLost.or(() -> Optional.of(line));
  }

  /** Whatever the format, a line begins with its client, and its path is in it. */
  @Override
  public void read(JsonNode event, String text) {
    boolean same =
        text.startsWith(event.path("client").asText() + ' ')
            && text.contains(event.path("path").asText());
    if (!same) {
      firstDifferent = firstDifferent.or(() -> Optional.of(event.path("id").asText()));
    }
  }

  @Override
  public Figures figures(Fleet fleet) {
    return figures(new TableItems(fleet.dynamoDbEndpoint()).of(table), fleet.events());
  }

  Figures figures(List<JsonNode> items, EventJournal journal) {
    Figures figures = new Figures();
    long work = 0;
    long completed = 0;
    long hops = 0;
    long hopsOfCompleted = 0;
    long delivered = 0;
    long rejected = 0;
    WorkItems found = WorkItems.of(items);
    for (JsonNode item : found.works()) {
      String state = item.path("state").path("S").asText();
      long hopsOfWork = item.path("hops").path("N").asLong();
      work++;
      hops += hopsOfWork;
      delivered += item.at("/counts/M/delivered/N").asLong();
      rejected += item.at("/counts/M/rejected/N").asLong();
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
    long ends = published.of(COMPLETED).size();
    long publishedHops = published.sum(COMPLETED, "hops");
    return figures
        .put("work", work)
        .put("completed", completed)
        .put("hops", hops)
        .require(
            ends == completed && publishedHops == hopsOfCompleted,
            "processor published the completion of %d works in %d hops, of %d in %d",
            ends,
            publishedHops,
            completed,
            hopsOfCompleted)
        .require(delivered == accepted, "processor delivered %d lines of %d", delivered, accepted)
        .require(
            found.rejected().size() == rejected,
            "processor counted %d rejected lines and kept %d",
            rejected,
            found.rejected().size())
        .require(
            lost == 0,
            "processor neither delivered nor rejected %d lines, the first is line %d",
            lost,
            firstLost.orElse(0L))
        .require(
            firstDifferent.isEmpty(),
            "processor made a click of %s whose client does not begin its line, or whose path is not in it; perhaps of more",
            firstDifferent.orElse(""));
  }
}
