package io.dynamopatterns.local.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

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
import io.dynamopatterns.local.state.FunctionSpec;
import io.dynamopatterns.local.state.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    if (read.isEmpty() || !isRecorded(pages)) {
      return;
    }
    HistoryAudit.Result audit =
        new HistoryAudit(read.get(), pages.name(), pages.hashKey()).audit(items);
    json.putObject("history")
        .put("entries", audit.entries())
        .put("items", audit.items())
        .put("gaps", audit.gaps());
    // Each write raised a version by one: a count that neither stream nor history had a hand in.
    long writes = items.stream().mapToLong(item -> item.path("version").path("N").asLong()).sum();
    if (audit.entries() != writes) {
      problems.add("history has %d entries of %d writes".formatted(audit.entries(), writes));
    }
    if (audit.gaps() > 0) {
      problems.add("history has %d gaps".formatted(audit.gaps()));
    }
    addSome(audit.problems());
  }

  private boolean isRecorded(TableSpec table) {
    Optional<String> record =
        fleet.functionOf(HISTORY_RECORD).map(function -> function.spec().name());
    return fleet.mappings().all().stream()
        .map(EventSourceMapping::spec)
        .filter(mapping -> mapping.source().name().equals(table.name()))
        .anyMatch(mapping -> record.filter(mapping.function()::equals).isPresent());
  }

  /** What the functions that did something cost, by pattern. */
  private ObjectNode cost() {
    Map<String, List<LocalFunction>> patterns =
        fleet.functions().stream()
            .filter(function -> function.invocations() > 0)
            .collect(groupingBy(function -> pattern(function.spec()), TreeMap::new, toList()));
    ObjectNode cost = JSON.createObjectNode();
    patterns.forEach(
        (pattern, functions) -> {
          List<DynamoDbUsage> usages = functions.stream().map(fleet::usage).toList();
          cost.putObject(pattern)
              .put("writes", usages.stream().mapToLong(DynamoDbUsage::writes).sum())
              .put("reads", usages.stream().mapToLong(DynamoDbUsage::reads).sum())
              .put("wru", usages.stream().mapToDouble(DynamoDbUsage::writeUnits).sum())
              .put("rru", usages.stream().mapToDouble(DynamoDbUsage::readUnits).sum())
              .put("invocations", functions.stream().mapToLong(LocalFunction::invocations).sum());
        });
    return cost;
  }

  /** All functions of a pattern run from one jar, {@code <pattern>-fn.jar}. */
  private static String pattern(FunctionSpec function) {
    return function.jar().replaceFirst("(-fn)?\\.jar$", "");
  }
}
