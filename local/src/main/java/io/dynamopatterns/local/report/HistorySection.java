package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The histories of tables: each leads to every item as it is stored. */
final class HistorySection implements Section {
  private static final String READ = "io.dynamopatterns.history.HistoryReadHandler";
  private static final String RECORD = "io.dynamopatterns.history.RecordHandler";

  private final List<TableSpec> tables;
  private final Writes expected;

  /** How often the items of a table were written. */
  private interface Writes {
    long of(Fleet fleet, TableSpec table, List<JsonNode> items);
  }

  private HistorySection(List<TableSpec> tables, Writes expected) {
    this.tables = tables;
    this.expected = expected;
  }

  /** The history of the pages table. */
  static Optional<Section> of(FleetState state) {
    return PageHitsSection.pages(state)
        .filter(pages -> isRecorded(pages, state))
        .map(pages -> new HistorySection(List.of(pages), HistorySection::versions));
  }

  /** The histories of all tables whose every change is recorded. */
  static Optional<Section> ofRecorded(FleetState state) {
    List<TableSpec> recorded =
        state.tables().stream().filter(table -> isRecorded(table, state)).toList();
    return recorded.isEmpty()
        ? Optional.empty()
        : Optional.of(new HistorySection(recorded, HistorySection::changes));
  }

  private static boolean isRecorded(TableSpec table, FleetState state) {
    Optional<String> record = state.functionOf(RECORD).map(FunctionSpec::name);
    return state.functionOf(READ).isPresent()
        && state.mappings().stream()
            .filter(mapping -> mapping.enabled() && mapping.filters().isEmpty())
            .filter(mapping -> mapping.source().name().equals(table.name()))
            .anyMatch(mapping -> record.filter(mapping.function()::equals).isPresent());
  }

  /** Each write raised a version by one: a count that neither stream nor history had a hand in. */
  private static long versions(Fleet fleet, TableSpec table, List<JsonNode> items) {
    return items.stream().mapToLong(item -> item.path("version").path("N").asLong()).sum();
  }

  /** The stream of any table knows them. Items that were deleted since are not read here. */
  private static long changes(Fleet fleet, TableSpec table, List<JsonNode> items) {
    Set<List<JsonNode>> keys = new HashSet<>();
    items.forEach(item -> keys.add(key(table, item)));
    return TableChanges.of(fleet, table.name()).stream()
        .filter(change -> keys.contains(key(table, change.at("/dynamodb/Keys"))))
        .count();
  }

  private static List<JsonNode> key(TableSpec table, JsonNode attributes) {
    return table.keys().stream().map(attributes::get).toList();
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public Figures figures(Fleet fleet) throws InterruptedException {
    LocalFunction read = fleet.functionOf(READ).orElseThrow();
    long writes = 0;
    HistoryAudit.Result audit = new HistoryAudit.Result(0, 0, 0, new ArrayList<>());
    for (TableSpec table : tables) {
      List<JsonNode> items = new TableItems(fleet.dynamoDbEndpoint()).of(table.name());
      audit = audit.plus(new HistoryAudit(read, table.name(), table.keys()).audit(items));
      writes += expected.of(fleet, table, items);
    }
    return new Figures()
        .put("entries", audit.entries(), writes, "history has %d entries of %d writes")
        .put("items", audit.items())
        .put("gaps", audit.gaps(), 0, "history has %d gaps")
        .addSome(audit.problems());
  }
}
