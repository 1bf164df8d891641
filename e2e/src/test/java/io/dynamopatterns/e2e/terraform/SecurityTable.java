package io.dynamopatterns.e2e.terraform;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What functions may do themselves, as a table for people. */
final class SecurityTable {
  private static final String BEGIN = "<!-- generated: what functions may do -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  private SecurityTable() {}

  /**
   * @param prefix of all names, which the table leaves out
   */
  static String of(Map<String, Set<Grant>> grants, String prefix) {
    StringBuilder table = new StringBuilder("| function | may | on |\n| --- | --- | --- |\n");
    grants.forEach(
        (function, granted) -> {
          Map<String, String> actions =
              granted.stream()
                  .collect(
                      groupingBy(
                          grant -> resource(grant.resource(), prefix),
                          TreeMap::new,
                          mapping(grant -> "`" + grant.action() + "`", joining(", "))));
          String name = "`" + function.substring(prefix.length()) + "`";
          for (Map.Entry<String, String> entry : actions.entrySet()) {
            table.append("| %s | %s | %s |\n".formatted(name, entry.getValue(), entry.getKey()));
            name = "";
          }
        });
    return table.toString().replace("|  |", "| |");
  }

  /** The table that a document has between its marks. */
  static String in(String document) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new AssertionError("No table between '%s' and '%s'".formatted(BEGIN, END));
    }
    return document.substring(begin + BEGIN.length(), end);
  }

  /** {@code …:table/shop-dev-orders/index/open} is "table orders, index open". */
  private static String resource(String arn, String prefix) {
    String[] parts = arn.split(":", 6);
    String resource = parts[5].replace(prefix, "").replace("/index/", ", index ");
    return switch (parts[2]) {
      case "sqs" -> "queue " + resource;
      case "s3" -> "objects " + resource;
      case "events" -> resource.replaceFirst("^event-bus/", "bus ");
      default -> resource.replaceFirst("/", " ");
    };
  }
}
