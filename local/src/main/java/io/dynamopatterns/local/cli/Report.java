package io.dynamopatterns.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.dynamodb.DynamoDbUsage;
import io.dynamopatterns.local.dynamodb.TableItems;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.HistoryAudit;
import io.dynamopatterns.local.function.LocalFunction;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.mapping.EventSourceMapping;
import io.dynamopatterns.local.state.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run did, as JSON and as a table, and whether it adds up. */
final class Report {
  private static final String PAGE_HITS = "io.dynamopatterns.examples.pagehits.PageHitsHandler";
  private static final String HISTORY_READ = "io.dynamopatterns.history.ReadHandler";
  private static final String HISTORY_RECORD = "io.dynamopatterns.history.RecordHandler";
  private static final int MOST_PROBLEMS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fleet fleet;
  private final ObjectNode json = JSON.createObjectNode();
  private final List<String> problems = new ArrayList<>();

  private Report(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Reads the settled fleet. */
  static Report of(Fleet fleet, ClickFeed feed, long rejected, long deadLettered)
      throws InterruptedException {
    Report report = new Report(fleet);
    if (deadLettered > 0) {
      report.problems.add(
          "%d scheduled events were given up on; they are in .fleet/dead-letters"
              .formatted(deadLettered));
    }
    report.input(feed, rejected);
    report.discarded();
    // Before the audit's own reads are counted: the fleet's work is what is billed here.
    ObjectNode cost = report.cost();
    Optional<TableSpec> pages =
        fleet
            .functionOf(PAGE_HITS)
            .map(function -> function.spec().environment().get("PAGE_HITS_TABLE"))
            .flatMap(fleet.state()::table);
    if (pages.isPresent()) {
      List<JsonNode> items = new TableItems(fleet.dynamoDbEndpoint()).of(pages.get().name());
      report.pageHits(PageCounts.of(items, pages.get().hashKey(), feed.acceptedByPath()));
      report.history(pages.get(), items);
    }
    report.json.set("cost", cost);
    return report;
  }

  /** What does not add up; nothing when all is well. */
  List<String> problems() {
    return problems;
  }

  void elapsed(Duration time) {
    json.put("elapsedMs", time.toMillis());
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }

  JsonNode json() {
    return json;
  }

  private void input(ClickFeed feed, long rejected) {
    json.putObject("input")
        .put("lines", feed.lines())
        .put("accepted", feed.accepted())
        .put("rejected", rejected);
  }

  private void discarded() {
    for (EventSourceMapping mapping : fleet.mappings().all()) {
      long discarded = mapping.stats().discarded();
      if (discarded > 0) {
        problems.add(
            "%s gave up on %d records of %s; they are in .fleet/failed-records"
                .formatted(mapping.spec().function(), discarded, mapping.spec().source().name()));
      }
    }
  }

  private void pageHits(PageCounts counts) {
    LocalFunction function = fleet.functionOf(PAGE_HITS).orElseThrow();
    json.putObject("pageHits")
        .put("pages", counts.counted().size())
        .put("hits", counts.hits())
        .put("lostRaces", fleet.usage(function).failedConditions());
    addSome(counts.differences());
  }

  private void addSome(List<String> found) {
    found.stream().limit(MOST_PROBLEMS).forEach(problems::add);
    if (found.size() > MOST_PROBLEMS) {
      problems.add("and %d more like this".formatted(found.size() - MOST_PROBLEMS));
    }
  }

  private void history(TableSpec pages, List<JsonNode> items) throws InterruptedException {
    Optional<LocalFunction> read = fleet.functionOf(HISTORY_READ);
    Optional<EventSourceMapping> recording =
        fleet.mappings().all().stream()
            .filter(mapping -> mapping.spec().source().name().equals(pages.name()))
            .filter(
                mapping ->
                    fleet
                        .functionOf(HISTORY_RECORD)
                        .map(function -> function.spec().name())
                        .filter(mapping.spec().function()::equals)
                        .isPresent())
            .findFirst();
    if (read.isEmpty() || recording.isEmpty()) {
      return;
    }
    HistoryAudit.Result audit =
        new HistoryAudit(read.get(), pages.name(), pages.hashKey()).audit(items);
    json.putObject("history")
        .put("entries", audit.entries())
        .put("items", audit.items())
        .put("gaps", audit.gaps());
    long changes = recording.get().stats().read();
    if (audit.entries() != changes) {
      problems.add("history has %d entries of %d changes".formatted(audit.entries(), changes));
    }
    if (audit.gaps() > 0) {
      problems.add("history has %d gaps".formatted(audit.gaps()));
    }
    addSome(audit.problems());
  }

  private ObjectNode cost() {
    ObjectNode cost = JSON.createObjectNode();
    ShortNames names = ShortNames.of(fleet.functions().stream().map(f -> f.spec().name()).toList());
    for (LocalFunction function : fleet.functions()) {
      if (function.invocations() > 0) {
        DynamoDbUsage usage = fleet.usage(function);
        cost.putObject(names.of(function.spec().name()))
            .put("writes", usage.writes())
            .put("reads", usage.reads())
            .put("wru", usage.writeUnits())
            .put("rru", usage.readUnits())
            .put("invocations", function.invocations());
      }
    }
    return cost;
  }
}
