package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.local.dynamodb.TableItems;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.function.LocalFunction;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.FunctionSpec;
import io.dynamopatterns.local.state.TableSpec;
import java.util.List;
import java.util.Optional;

/** The history of the pages table: it leads to every item as it stands. */
final class HistorySection implements Section {
  private static final String READ = "io.dynamopatterns.history.ReadHandler";
  private static final String RECORD = "io.dynamopatterns.history.RecordHandler";

  private final TableSpec pages;

  private HistorySection(TableSpec pages) {
    this.pages = pages;
  }

  static Optional<Section> of(FleetState state) {
    return PageHitsSection.pages(state)
        .filter(pages -> isRecorded(pages, state) && state.functionOf(READ).isPresent())
        .map(HistorySection::new);
  }

  private static boolean isRecorded(TableSpec table, FleetState state) {
    Optional<String> record = state.functionOf(RECORD).map(FunctionSpec::name);
    return state.mappings().stream()
        .filter(mapping -> mapping.enabled() && mapping.source().name().equals(table.name()))
        .anyMatch(mapping -> record.filter(mapping.function()::equals).isPresent());
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public void accepted(JsonNode event) {
    // Histories know changes of items, not events.
  }

  @Override
  public Figures figures(Fleet fleet) throws InterruptedException {
    LocalFunction read = fleet.functionOf(READ).orElseThrow();
    List<JsonNode> items = new TableItems(fleet.dynamoDbEndpoint()).of(pages.name());
    HistoryAudit.Result audit = new HistoryAudit(read, pages.name(), pages.hashKey()).audit(items);
    // Each write raised a version by one: a count that neither stream nor history had a hand in.
    long writes = items.stream().mapToLong(item -> item.path("version").path("N").asLong()).sum();
    return new Figures()
        .put("entries", audit.entries(), writes, "history has %d entries of %d writes")
        .put("items", audit.items())
        .put("gaps", audit.gaps(), 0, "history has %d gaps")
        .addSome(audit.problems());
  }
}
