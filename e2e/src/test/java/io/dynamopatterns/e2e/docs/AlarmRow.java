package io.dynamopatterns.e2e.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A row of a table that names alarms: of "What can go wrong" in a README, where the last column
 * does, or of "What wakes you" in docs/operations.md, where the first one does. In a name {@code …}
 * and {@code <…>} mean any text, and so does what is left out before a hyphen.
 *
 * @param file the file, from the repository's root on
 * @param line the number of the line
 * @param names the alarms that it names
 * @param cell the whole text of the column
 */
public record AlarmRow(Path file, int line, List<String> names, String cell) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern REASON = Pattern.compile("none: \\S.{8,}");
  private static final Pattern ANY = Pattern.compile("…|<[^>]+>");
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".terraform", "src");

  /** The rows of "What can go wrong" in all READMEs. */
  public static List<AlarmRow> ofWhatCanGoWrong(Path root) throws IOException {
    List<AlarmRow> rows = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.getFileName().toString().endsWith(".md")) {
              rows.addAll(rows(root, file, "## What can go wrong", false));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return rows;
  }

  /** Whether the row is of an application that is not part of an environment. */
  public boolean isOfCouponApp() {
    return file.startsWith(Path.of("examples", "coupons-fn"));
  }

  /** The rows of "What wakes you" in docs/operations.md. */
  public static List<AlarmRow> ofWhatWakesYou(Path root) throws IOException {
    return rows(root, root.resolve("docs/operations.md"), "## What wakes you", true);
  }

  private static List<AlarmRow> rows(Path root, Path file, String heading, boolean first)
      throws IOException {
    List<AlarmRow> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    boolean inside = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("## ")) {
        inside = line.equals(heading);
      }
      boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---");
      if (inside && line.startsWith("| ") && !line.startsWith("| ---") && !isHead) {
        String[] cells = line.substring(2, line.length() - 2).split("(?<!\\\\) \\| ", -1);
        String cell = cells[first ? 0 : cells.length - 1].strip();
        List<String> names =
            cell.startsWith("none: ")
                ? List.of()
                : CODE.matcher(cell).results().map(found -> found.group(1)).toList();
        rows.add(new AlarmRow(root.relativize(file), i + 1, names, cell));
      }
    }
    return rows;
  }

  /** What is wrong with the column alone. */
  Optional<String> problem() {
    boolean onlyNames = !names.isEmpty() && CODE.matcher(cell).replaceAll("").matches("[,\\s]*");
    return onlyNames || REASON.matcher(cell).matches()
        ? Optional.empty()
        : Optional.of(
            "%s:%d: the alarm is '%s'; allowed: names like `…-set-aside`, or `none: ` and why there is none"
                .formatted(file, line, cell));
  }

  /**
   * The names to which no alarm answers.
   *
   * @param deployed names of alarms by the address of their resource
   */
  public List<String> unknown(Map<String, String> deployed) {
    return names.stream()
        .filter(name -> deployed.entrySet().stream().noneMatch(alarm -> isNamed(name, alarm)))
        .map(name -> "%s:%d: no alarm %s of this pattern is deployed".formatted(file, line, name))
        .toList();
  }

  /** Whether the row is about an alarm. */
  public boolean covers(String alarm) {
    return names.stream().anyMatch(name -> pattern(name).matcher(alarm).matches());
  }

  /** A pattern's README names its own alarms, and those of others with the other's name. */
  private boolean isNamed(String name, Map.Entry<String, String> alarm) {
    String directory =
        file.getName(file.getNameCount() > 1 ? file.getNameCount() - 2 : 0).toString();
    String module = "module." + directory.replaceAll("-fn$", "").replace('-', '_') + ".";
    boolean own = !directory.endsWith("-fn") || alarm.getKey().startsWith(module);
    boolean named =
        alarm.getKey().matches("module\\.(\\w+)\\..*")
            && name.contains("-" + alarm.getKey().split("\\.")[1] + "-");
    return (own || named) && pattern(name).matcher(alarm.getValue()).matches();
  }

  private static Pattern pattern(String name) {
    StringBuilder expression = new StringBuilder(name.startsWith("-") ? ".*" : "");
    int end = 0;
    for (MatchResult any : ANY.matcher(name).results().toList()) {
      expression.append(Pattern.quote(name.substring(end, any.start()))).append(".*");
      end = any.end();
    }
    return Pattern.compile(expression.append(Pattern.quote(name.substring(end))).toString());
  }
}
