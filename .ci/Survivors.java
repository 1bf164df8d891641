import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares PIT's report of some modules with the list of changes that no test can notice. A change
 * that survives must be in the list, with the reason. Each module has a section in the list, an
 * empty one if no change survives. Run from the root of the repository:
 *
 * <ul>
 *   <li>{@code java .ci/Survivors.java LIST MODULE…} after PIT changed some classes of the modules:
 *       only the rows of these classes are compared
 *   <li>{@code java .ci/Survivors.java LIST --module MODULE} after PIT changed all of them: all
 *       rows are compared, and there must be a report
 * </ul>
 */
public class Survivors {
  /** What PIT itself counts as noticed. */
  private static final Set<String> NOTICED =
      Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR", "NON_VIABLE", "RUN_ERROR");

  /** A survivor as the list names it. Line numbers are left out: they change with every edit. */
  record Survivor(String place, String line, String change) {
    String row() {
      return "| `%s` | `%s` | %s |".formatted(place, line.replace("|", "\\|"), change);
    }
  }

  record Mutation(Survivor survivor, String status) {
    boolean survived() {
      return !NOTICED.contains(status);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path list = Path.of(arguments[0]);
    boolean whole = arguments[1].equals("--module");
    boolean complete = true;
    for (String module : List.of(arguments).subList(whole ? 2 : 1, arguments.length)) {
      complete &= check(module, whole, rows(list, module));
    }
    System.exit(complete ? 0 : 1);
  }

  private static boolean check(String module, boolean whole, List<Survivor> listed)
      throws Exception {
    List<Mutation> mutations = mutations(module);
    if (mutations.isEmpty()) {
      System.out.println(module + ": PIT changed nothing");
      return !whole;
    }
    System.out.println(score(module, mutations));

    List<Survivor> left = new ArrayList<>(listed);
    List<Survivor> unlisted =
        mutations.stream()
            .filter(Mutation::survived)
            .map(Mutation::survivor)
            .filter(each -> !left.remove(each))
            .toList();
    unlisted.forEach(each -> System.out.println("survives and is not listed: " + each.row()));

    List<Survivor> made = mutations.stream().map(Mutation::survivor).toList();
    List<String> types = made.stream().map(Survivors::type).distinct().toList();
    List<Survivor> stale =
        left.stream().filter(each -> whole || types.contains(type(each))).toList();
    for (Survivor each : stale) {
      System.out.println(
          (made.contains(each)
                  ? "listed, and noticed by a test now: "
                  : "listed, and not in the code: ")
              + each.row());
    }
    return unlisted.isEmpty() && made.containsAll(stale);
  }

  private static String type(Survivor survivor) {
    return survivor.place().substring(0, survivor.place().lastIndexOf('.'));
  }

  /** A row for the table of scores. */
  private static String score(String module, List<Mutation> mutations) {
    long noticed = mutations.stream().filter(each -> !each.survived()).count();
    long unreached = count(mutations, "NO_COVERAGE");
    long survived = mutations.size() - noticed - unreached;
    long endless = count(mutations, "TIMED_OUT") + count(mutations, "MEMORY_ERROR");
    return "| `%s` | %d | %d | %d | %d | %d | %d %% |"
        .formatted(
            module,
            mutations.size(),
            noticed,
            endless,
            survived,
            unreached,
            100 * noticed / mutations.size());
  }

  private static long count(List<Mutation> mutations, String status) {
    return mutations.stream().filter(each -> each.status().equals(status)).count();
  }

  /** The module that a heading names, which is nothing but its name in code; or empty. */
  private static String module(String line) {
    return line.matches("#+ `[^`]*`") ? line.replaceAll("[# `]", "") : "";
  }

  private static List<Survivor> rows(Path list, String wanted) throws IOException {
    List<Survivor> rows = new ArrayList<>();
    boolean found = false;
    String module = "";
    for (String line : Files.readAllLines(list)) {
      if (line.startsWith("#")) {
        module = module(line);
        found |= module.equals(wanted);
      } else if (module.equals(wanted) && line.startsWith("| `")) {
        rows.add(row(list, line));
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          "%s has no section for %s: add the heading ### `%s`".formatted(list, wanted, wanted));
    }
    return rows;
  }

  private static Survivor row(Path list, String line) {
    String[] cells = line.split("(?<!\\\\)\\|");
    if (cells.length < 5 || cells[4].isBlank()) {
      throw new IllegalArgumentException(
          "%s: a row must have a place, a line, a change and a reason: %s".formatted(list, line));
    }
    return new Survivor(code(cells[1]), code(cells[2]), cells[3].strip());
  }

  private static String code(String cell) {
    String text = cell.strip();
    return text.substring(1, text.length() - 1).replace("\\|", "|");
  }

  /** The changes of PIT's report, or none if there is no report. */
  private static List<Mutation> mutations(String module) throws Exception {
    Path report = Path.of(module, "target", "pit-reports", "mutations.xml");
    if (!Files.exists(report)) {
      return List.of();
    }
    NodeList nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("mutation");
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Element mutation = (Element) nodes.item(i);
      String type = text(mutation, "mutatedClass");
      String folder = type.substring(0, type.lastIndexOf('.')).replace('.', File.separatorChar);
      Path source = Path.of(module, "src", "main", "java", folder, text(mutation, "sourceFile"));
      String line =
          Files.readAllLines(source).get(Integer.parseInt(text(mutation, "lineNumber")) - 1);
      mutations.add(
          new Mutation(
              new Survivor(
                  type.substring(type.lastIndexOf('.') + 1).replace('$', '.')
                      + "."
                      + method(text(mutation, "mutatedMethod")),
                  line.strip(),
                  change(text(mutation, "description"))),
              mutation.getAttribute("status")));
    }
    return mutations;
  }

  /** Of a lambda, the method that has it: the lambda's number changes with every edit. */
  private static String method(String name) {
    return name.startsWith("lambda$") ? name.split("\\$")[1] : name.replace("<init>", "new");
  }

  /** PIT's description without packages and signatures. */
  private static String change(String description) {
    String[] words = description.replaceFirst(" for [^ ]*::.*", "").split(" ");
    return Stream.of(words)
        .map(word -> word.substring(word.lastIndexOf('/') + 1).replace("::", "."))
        .collect(Collectors.joining(" "));
  }

  private static String text(Element mutation, String name) {
    return mutation.getElementsByTagName(name).item(0).getTextContent();
  }
}
