package io.dynamopatterns.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A report as text for a person. */
final class ReportTable {
  private static final String COST = "%-20s %10s %10s %12s %12s %12s%n";

  private ReportTable() {}

  static String of(JsonNode report) {
    StringBuilder text = new StringBuilder();
    for (String section : new String[] {"input", "pageHits", "history"}) {
      if (report.has(section)) {
        text.append("%-12s".formatted(section));
        for (Map.Entry<String, JsonNode> figure : report.get(section).properties()) {
          text.append("%,10d %-10s".formatted(figure.getValue().asLong(), figure.getKey()));
        }
        text.append(System.lineSeparator());
      }
    }
    text.append(System.lineSeparator());
    text.append(COST.formatted("cost", "writes", "reads", "WRU", "RRU", "invocations"));
    for (Map.Entry<String, JsonNode> function : report.path("cost").properties()) {
      JsonNode cost = function.getValue();
      text.append(
          COST.formatted(
              "  " + function.getKey(),
              number(cost.path("writes")),
              number(cost.path("reads")),
              number(cost.path("wru")),
              number(cost.path("rru")),
              number(cost.path("invocations"))));
    }
    text.append("%n%.1f seconds%n".formatted(report.path("elapsedMs").asLong() / 1000.0));
    return text.toString();
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%,.1f", value.asDouble()).replaceAll("\\.0$", "");
  }
}
