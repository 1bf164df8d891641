package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.List;

/** A table as text: columns side by side, as wide as their widest cell. */
final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  static String of(Table table) {
    StringBuilder text = new StringBuilder();
    if (!table.columns().isEmpty()) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(table.columns());
      lines.addAll(table.rows());
      int[] widths = widths(lines);
      lines.forEach(line -> append(text, line, widths));
    }
    table.notes().stream()
        .flatMap(String::lines)
        .forEach(line -> text.append(shown(line)).append(System.lineSeparator()));
    return text.toString();
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], shown(line.get(i)).length());
      }
    }
    return widths;
  }

  private static void append(StringBuilder text, List<String> line, int[] widths) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = shown(line.get(i));
      row.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
    }
    text.append(row.toString().stripTrailing()).append(System.lineSeparator());
  }

  /** Item values are data: nothing in them moves the cursor or begins a line. */
  private static String shown(String cell) {
    return cell.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
