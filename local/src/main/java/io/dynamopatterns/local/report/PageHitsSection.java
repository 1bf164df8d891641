package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pages table: every page has a hit for each of its lines. */
final class PageHitsSection implements Section {
  private static final String HANDLER = "io.dynamopatterns.examples.pagehits.PageHitsHandler";

  private final TableSpec pages;
  private final Map<String, Long> acceptedByPath = new HashMap<>();

  private PageHitsSection(TableSpec pages) {
    this.pages = pages;
  }

  static Optional<Section> of(FleetState state) {
    return pages(state).map(PageHitsSection::new);
  }

  /** The table that hits are counted in. */
  static Optional<TableSpec> pages(FleetState state) {
    return state
        .functionOf(HANDLER)
        .map(function -> function.environment().get("PAGE_HITS_TABLE"))
        .flatMap(state::table);
  }

  @Override
  public String name() {
    return "pageHits";
  }

  @Override
  public void accepted(JsonNode event) {
    acceptedByPath.merge(event.path("path").asText(), 1L, Long::sum);
  }

  @Override
  public Figures figures(Fleet fleet) {
    PageCounts counts =
        PageCounts.of(
            new TableItems(fleet.dynamoDbEndpoint()).of(pages.name()),
            pages.hashKey(),
            acceptedByPath);
    LocalFunction function = fleet.functionOf(HANDLER).orElseThrow();
    return new Figures()
        .put("pages", counts.counted().size())
        .put("hits", counts.hits())
        .put("lostRaces", fleet.usage(function).failedConditions())
        .addSome(counts.differences());
  }
}
