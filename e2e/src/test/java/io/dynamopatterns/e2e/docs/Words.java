package io.dynamopatterns.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of words in docs/style.md.
 *
 * @param rows its rows
 */
record Words(List<Row> rows) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * Words that are not written.
   *
   * @param avoided finds them
   * @param write what is written in their place
   * @param fine finds phrases that are allowed
   */
  record Row(Pattern avoided, String write, Pattern fine) {}

  static Words of(Path root) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(root.resolve("docs/style.md"))) {
      inside = line.startsWith("## ") ? line.equals("## Words") : inside;
      if (inside && line.startsWith("| `")) {
        String[] cells = line.split(" \\|(?: |$)", -1);
        rows.add(new Row(phrases(cells[0]), cells[1], phrases(cells[2])));
      }
    }
    return new Words(rows);
  }

  /** What is wrong with the words of a text. */
  List<String> problems(Prose prose) {
    List<String> problems = new ArrayList<>();
    for (Row row : rows) {
      // Same length, so that lines are counted right.
      String text =
          row.fine()
              .matcher(prose.text())
              .replaceAll(found -> found.group().replaceAll("\\S", "_"));
      Matcher matcher = row.avoided().matcher(text);
      for (MatchResult found : matcher.results().toList()) {
        int lines = (int) text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
        problems.add(
            "%s:%d: '%s'; write: %s"
                .formatted(prose.file(), prose.line() + lines, found.group(), row.write()));
      }
    }
    return problems;
  }

  private static Pattern phrases(String cell) {
    List<String> phrases =
        CODE.matcher(cell)
            .results()
            .map(found -> Pattern.quote(found.group(1)).replace(" ", "\\E\\s+\\Q"))
            .toList();
    return Pattern.compile(
        phrases.isEmpty()
            ? "(?!)"
            : "(?i)(?<![\\w-])(?:" + String.join("|", phrases) + ")(?![\\w-])");
  }
}
