package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/contribute that say which files a change touches. In a path {@code <name>} and
 * {@code *} mean any name, {@code …} any directories. A name alone is in the directory of the path
 * before it, or in the root.
 */
class FileListsTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern ANY = Pattern.compile("…/|…|<\\w+>|NNNN|\\*");

  @Test
  void eachFileThatAChangeTouchesExistsOrHasOthersOfItsKind() throws IOException {
    List<String> files =
        Documents.in(Project.root(), "").stream()
            .map(file -> Project.root().relativize(file).toString().replace('\\', '/'))
            .toList();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path document : Documents.in(Project.root().resolve("docs/contribute"), ".md")) {
      for (String row : rows(Files.readString(document))) {
        String directory = "";
        Matcher path = CODE.matcher(row);
        while (path.find()) {
          named++;
          String name = path.group(1);
          String near = name.contains("/") && !name.endsWith("/") ? name : directory + name;
          if (!exists(near, files) && !exists(name, files)) {
            missing.add(document.getFileName() + ": " + name);
          }
          directory = near.substring(0, near.replaceFirst("/$", "").lastIndexOf('/') + 1);
        }
      }
    }

    assertThat(named).isGreaterThan(40);
    assertThat(missing).isEmpty();
  }

  /** The first cell of each row of the table of files. */
  private static List<String> rows(String document) {
    return document
        .lines()
        .dropWhile(line -> !line.equals("## What a complete change touches"))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" \\| ")[0])
        .toList();
  }

  private static boolean exists(String path, List<String> files) {
    StringBuilder expression = new StringBuilder();
    Matcher any = ANY.matcher(path);
    int end = 0;
    while (any.find()) {
      expression
          .append(Pattern.quote(path.substring(end, any.start())))
          .append(any.group().startsWith("…") ? "(?:.*)" : "[^/]+");
      end = any.end();
    }
    String all = expression.append(Pattern.quote(path.substring(end))).toString();
    Pattern pattern = Pattern.compile(path.endsWith("/") ? all + ".+" : all);
    return files.stream().anyMatch(file -> pattern.matcher(file).matches());
  }
}
