package io.dynamopatterns.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows under columns, and lines of text after them.
 *
 * @param columns their names; none where there are only notes
 * @param rows as many cells as there are columns
 */
public record Table(List<String> columns, List<List<String>> rows, List<String> notes) {
  private static final int WIDEST = 120;

  /** A table without rows. */
  public static Table of(String... columns) {
    return new Table(List.of(columns), new ArrayList<>(), new ArrayList<>());
  }

  /** Lines of text alone. */
  public static Table text(String... lines) {
    return new Table(List.of(), new ArrayList<>(), new ArrayList<>(List.of(lines)));
  }

  /** Adds a row. An empty {@code Optional} and null are empty cells. */
  public Table row(Object... cells) {
    rows.add(Stream.of(cells).map(Table::cell).toList());
    return this;
  }

  /** Adds a line after the rows. */
  public Table note(String line) {
    notes.add(line);
    return this;
  }

  /** Adds how to get the next page, if there is one. */
  public Table next(Optional<String> next) {
    next.ifPresent(token -> note("There are more: add --next " + token));
    return this;
  }

  /** Text that is cut where a table would become too wide. JSON has all of it. */
  public static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private static String cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Table::cell).orElse("");
    }
    return value == null ? "" : value.toString();
  }
}
