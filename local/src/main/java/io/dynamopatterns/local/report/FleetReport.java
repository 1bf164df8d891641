package io.dynamopatterns.local.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.local.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run did, as JSON, and whether it adds up. */
public final class FleetReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fleet fleet;
  private final ObjectNode json = JSON.createObjectNode();
  private final List<String> problems = new ArrayList<>();
  private int checks;

  private FleetReport(Fleet fleet) {
    this.fleet = fleet;
  }

  /** What was read of a file. */
  public record Input(long lines, long accepted, long rejected) {}

  /**
   * Reads the settled fleet.
   *
   * @param input empty where no file was read
   */
  public static FleetReport of(
      Fleet fleet, Optional<Input> input, List<Section> sections, long deadLettered)
      throws InterruptedException {
    FleetReport report = new FleetReport(fleet);
    report.checks++;
    if (deadLettered > 0) {
      report.problems.add(
          "%d scheduled events were given up on; they are in .fleet/dead-letters"
              .formatted(deadLettered));
    }
    input.ifPresent(report::input);
    report.discarded();
    // Before the sections' own reads are counted: the fleet's work is what is billed here.
    ObjectNode cost = report.cost();
    for (Section section : sections) {
      Figures figures = section.figures(fleet);
      report.json.set(section.name(), figures.json());
      report.problems.addAll(figures.problems());
      report.checks += figures.checks();
    }
    report.json.set("cost", cost);
    return report;
  }

  /** What does not add up; nothing when all is well. */
  public List<String> problems() {
    return problems;
  }

  /** How many comparisons were made. */
  public int checks() {
    return checks;
  }

  public void elapsed(Duration time) {
    json.put("elapsedMs", time.toMillis());
  }

  public void write(Path file) throws IOException {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }

  public JsonNode json() {
    return json;
  }

  private void input(Input input) {
    json.putObject("input")
        .put("lines", input.lines())
        .put("accepted", input.accepted())
        .put("rejected", input.rejected());
  }

  private void discarded() {
    for (Mapping mapping : fleet.mappings().enabled()) {
      checks++;
      long discarded = mapping.stats().discarded();
      if (discarded > 0) {
        problems.add(
            "%s gave up on %d records of %s; they are in .fleet/failed-records"
                .formatted(mapping.spec().function(), discarded, mapping.spec().source().name()));
      }
    }
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
              .put("otherCalls", functions.stream().mapToLong(LocalFunction::otherCalls).sum())
              .put("invocations", functions.stream().mapToLong(LocalFunction::invocations).sum());
        });
    return cost;
  }

  /** All functions of a pattern run from one jar, {@code <pattern>-fn.jar}. */
  private static String pattern(FunctionSpec function) {
    return function.jarName().replaceFirst("(-fn)?\\.jar$", "");
  }
}
