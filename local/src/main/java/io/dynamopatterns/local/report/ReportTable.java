package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A report as text for a person. */
public final class ReportTable {
  /**
   * Dollars per million, us-east-1, on demand, Standard table class: DynamoDB's prices of November
   * 2024 and Lambda's price of a request. Docs: docs/cost.md.
   */
  private static final double WRITES = 0.625;

  private static final double READS = 0.125;
  private static final double INVOCATIONS = 0.20;

  /** The width of a section's name. */
  private static final int NAME = 12;

  private static final String COST = "%-20s %10s %10s %12s %12s %12s %12s%n";

  private ReportTable() {}

  public static String of(JsonNode report) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> section : report.properties()) {
      if (section.getValue().isObject()
          && !section.getValue().isEmpty()
          && !section.getKey().equals("cost")) {
        appendSection(text, section.getKey(), section.getValue(), NAME);
      }
    }
    text.append(System.lineSeparator());
    text.append(
        COST.formatted("cost", "writes", "reads", "WRU", "RRU", "other calls", "invocations"));
    for (Map.Entry<String, JsonNode> function : report.path("cost").properties()) {
      JsonNode cost = function.getValue();
      text.append(
          COST.formatted(
              "  " + function.getKey(),
              number(cost.path("writes")),
              number(cost.path("reads")),
              number(cost.path("wru")),
              number(cost.path("rru")),
              number(cost.path("otherCalls")),
              number(cost.path("invocations"))));
    }
    text.append(
        "%nOn demand: $%.4f for DynamoDB's units and Lambda's requests%n"
            .formatted(dollars(report.path("cost"))));
    text.append("%.1f seconds%n".formatted(report.path("elapsedMs").asLong() / 1000.0));
    return text.toString();
  }

  private static double dollars(JsonNode patterns) {
    double millionths = 0;
    for (JsonNode cost : patterns) {
      millionths +=
          cost.path("wru").asDouble() * WRITES
              + cost.path("rru").asDouble() * READS
              + cost.path("invocations").asDouble() * INVOCATIONS;
    }
    return millionths / 1_000_000;
  }

  private static void appendSection(StringBuilder text, String name, JsonNode figures, int width) {
    text.append(name).append(" ".repeat(Math.max(0, width - name.length())));
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      JsonNode value = figure.getValue();
      if (value.isIntegralNumber()) {
        text.append("%,10d %-10s".formatted(value.asLong(), figure.getKey()));
      } else if (value.isValueNode() && !figure.getKey().equals("lastFailure")) {
        text.append("%10s %-10s".formatted(value.asText(), figure.getKey()));
      }
    }
    text.append(System.lineSeparator());
    int longest = NAME;
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      longest = Math.max(longest, figure.getKey().length() + 2);
    }
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      if (figure.getValue().isObject()) {
        appendSection(text, "  " + figure.getKey(), figure.getValue(), longest);
      }
    }
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%,.1f", value.asDouble()).replaceAll("\\.0$", "");
  }
}
