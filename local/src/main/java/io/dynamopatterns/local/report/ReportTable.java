package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A report as text for a person. */
public final class ReportTable {
  private static final String COST = "%-20s %10s %10s %12s %12s %12s %12s%n";

  private ReportTable() {}

  public static String of(JsonNode report) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> section : report.properties()) {
      if (section.getValue().isObject() && !section.getKey().equals("cost")) {
        appendSection(text, section.getKey(), section.getValue());
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
    text.append("%n%.1f seconds%n".formatted(report.path("elapsedMs").asLong() / 1000.0));
    return text.toString();
  }

  private static void appendSection(StringBuilder text, String name, JsonNode figures) {
    text.append("%-12s".formatted(name));
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      JsonNode value = figure.getValue();
      if (value.isIntegralNumber()) {
        text.append("%,10d %-10s".formatted(value.asLong(), figure.getKey()));
      } else if (value.isValueNode()) {
        text.append("%10s %-10s".formatted(value.asText(), figure.getKey()));
      }
    }
    text.append(System.lineSeparator());
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      if (figure.getValue().isObject()) {
        appendSection(text, "  " + figure.getKey(), figure.getValue());
      }
    }
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%,.1f", value.asDouble()).replaceAll("\\.0$", "");
  }
}
