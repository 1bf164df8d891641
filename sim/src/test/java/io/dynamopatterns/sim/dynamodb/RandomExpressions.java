package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Random expressions of one request, with its names and values. */
final class RandomExpressions {
  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final RandomValues values;
  private final ObjectNode request;
  private int placeholders;

  RandomExpressions(RandomValues values, ObjectNode request) {
    this.values = values;
    this.request = request;
  }

  String name(String attribute) {
    if (values.once(3)) {
      return attribute;
    }
    String placeholder = "#n" + placeholders++;
    request.withObject("/ExpressionAttributeNames").put(placeholder, attribute);
    return placeholder;
  }

  String value(ObjectNode value) {
    String placeholder = ":v" + placeholders++;
    if (!values.once(150)) {
      request.withObject("/ExpressionAttributeValues").set(placeholder, value);
    }
    return placeholder;
  }

  private String attribute() {
    return values.any(RandomValues.ATTRIBUTES);
  }

  /** A path, most of the time to an attribute, else into a map or a list. */
  private String path(String attribute) {
    return switch (attribute) {
      case "xl" -> name("xl") + (values.once(2) ? "[" + values.below(4) + "]" : "");
      case "xm" -> name("xm") + (values.once(2) ? "." + name(values.any(List.of("x", "y"))) : "");
      default -> name(attribute);
    };
  }

  String condition(int depth) {
    if (depth > 0 && values.once(2)) {
      return switch (values.below(4)) {
        case 0 -> "NOT " + condition(depth - 1);
        case 1 -> "(" + condition(depth - 1) + ")";
        case 2 -> condition(depth - 1) + " AND " + condition(depth - 1);
        default -> condition(depth - 1) + " OR " + condition(depth - 1);
      };
    }
    String attribute = attribute();
    return switch (values.below(10)) {
      case 0 -> "attribute_exists(" + path(attribute) + ")";
      case 1 -> "attribute_not_exists(" + path(attribute) + ")";
      case 2 ->
          "attribute_type(%s, %s)"
              .formatted(
                  path(attribute),
                  value(RandomValues.text(values.any(List.of("S", "N", "L", "SS", "BOOL", "Q")))));
      case 3 -> "begins_with(%s, %s)".formatted(path("xs"), value(values.of("xs")));
      case 4 ->
          "contains(%s, %s)"
              .formatted(
                  path(values.any(List.of("xs", "xss", "xns", "xl"))),
                  value(values.of(values.any(List.of("xs", "xn")))));
      case 5 ->
          "size(%s) %s %s"
              .formatted(path(attribute), values.any(COMPARATORS), value(values.number()));
      case 6 ->
          "%s BETWEEN %s AND %s"
              .formatted(path("xn"), value(values.of("xn")), value(values.of("xn")));
      case 7 ->
          "%s IN (%s, %s)"
              .formatted(path(attribute), value(values.of(attribute)), value(values.of(attribute)));
      case 8 -> "%s %s %s".formatted(path(attribute), values.any(COMPARATORS), path(attribute()));
      default ->
          "%s %s %s"
              .formatted(path(attribute), values.any(COMPARATORS), value(values.of(attribute)));
    };
  }

  /** A condition that many writes have: on the key and on a number. */
  String usualCondition() {
    return switch (values.below(4)) {
      case 0 -> "attribute_not_exists(" + name("pk") + ")";
      case 1 -> "attribute_exists(" + name("pk") + ")";
      case 2 ->
          "attribute_not_exists(%s) OR %s < %s"
              .formatted(name("xn"), name("xn"), value(values.number()));
      default -> "%s = %s".formatted(name("xn"), value(values.number()));
    };
  }

  String update() {
    List<String> clauses = new ArrayList<>();
    if (values.once(2) || values.once(3)) {
      clauses.add("SET " + repeated(this::assignment));
    }
    if (values.once(3)) {
      clauses.add("REMOVE " + repeated(() -> path(attribute())));
    }
    if (values.once(4)) {
      String attribute = values.any(List.of("xn", "xns", "xss", "xn"));
      clauses.add("ADD %s %s".formatted(path(attribute), value(values.of(attribute))));
    }
    if (values.once(6)) {
      String attribute = values.any(List.of("xns", "xss"));
      clauses.add("DELETE %s %s".formatted(path(attribute), value(values.of(attribute))));
    }
    return clauses.isEmpty() ? "SET " + assignment() : String.join(" ", clauses);
  }

  private String repeated(Supplier<String> part) {
    String first = part.get();
    return values.once(3) ? first + ", " + part.get() : first;
  }

  private String assignment() {
    String attribute = attribute();
    String path = path(attribute);
    // DynamoDB Local lets a copy give an index key another type.
    return switch (values.below(attribute.startsWith("g") ? 4 : 6)) {
      case 0 ->
          "%s = if_not_exists(%s, %s)"
              .formatted(path, path(attribute), value(values.of(attribute)));
      case 1 -> "%s = %s + %s".formatted(name("xn"), path("xn"), value(values.of("xn")));
      case 2 ->
          "%s = if_not_exists(%s, %s) - %s"
              .formatted(name("xn"), path("xn"), value(values.number()), value(values.number()));
      case 3 ->
          "%s = list_append(if_not_exists(%s, %s), %s)"
              .formatted(name("xl"), name("xl"), value(values.of("xl")), value(values.of("xl")));
      case 4 -> "%s = %s".formatted(path, path(attribute()));
      case 5 -> "%s = %s".formatted(path, value(values.of(attribute)));
      default -> throw new IllegalStateException();
    };
  }

  String keyCondition(TestTable table, boolean index) {
    String partition =
        index
            ? "%s = %s".formatted(name("gp"), value(RandomValues.text("g" + values.below(3))))
            : "%s = %s".formatted(name("pk"), value(RandomValues.text("p" + values.below(4))));
    if (!index && !table.hasSort() && !values.once(30)) {
      return partition;
    }
    String sort = index ? "gs" : "sk";
    ObjectNode low = index ? values.number() : sort(table);
    return switch (values.below(5)) {
      case 0 -> partition;
      case 1 ->
          "%s AND %s BETWEEN %s AND %s"
              .formatted(
                  partition, name(sort), value(low), value(index ? values.number() : sort(table)));
      case 2 ->
          table == TestTable.SORTED && !index
              ? "%s AND begins_with(%s, %s)"
                  .formatted(partition, name(sort), value(RandomValues.text("s")))
              : partition;
      default ->
          "%s AND %s %s %s"
              .formatted(
                  partition,
                  name(sort),
                  values.any(List.of("=", "<", "<=", ">", ">=")),
                  value(low));
    };
  }

  private ObjectNode sort(TestTable table) {
    return table.hasSort() ? table.sort(values.below(6)) : RandomValues.text("s1");
  }

  String projection() {
    List<String> paths = new ArrayList<>(List.of(name("pk")));
    for (String attribute : RandomValues.ATTRIBUTES) {
      if (values.once(4)) {
        paths.add(path(attribute));
      }
    }
    return String.join(", ", paths);
  }
}
