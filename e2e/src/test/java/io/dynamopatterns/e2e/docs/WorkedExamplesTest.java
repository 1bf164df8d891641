package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/contribute shows of Java compiles against the modules as they are. */
class WorkedExamplesTest {
  private static final Pattern FILE =
      Pattern.compile("^```java (\\w+\\.java)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path directory;

  static List<String> documents() {
    return List.of("add-a-pattern.md", "add-a-subscriber-target.md", "add-a-worker.md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aWorkedExampleCompiles(String document) throws IOException {
    Map<String, String> files = files(document);
    assertThat(files).isNotEmpty();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of(
                    "-proc:none", "-implicit:none", "-d", directory.toString(), "-cp", classPath()),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjectsFromPaths(
                        files.keySet().stream().map(directory::resolve).toList()))
            .call();

    assertThat(compiled).as("%s: %s", document, problems).isTrue();
  }

  private static Map<String, String> files(String document) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Matcher file =
        FILE.matcher(Files.readString(Project.root().resolve("docs/contribute").resolve(document)));
    while (file.find()) {
      files.put(file.group(1), file.group(2));
    }
    return files;
  }

  /**
   * That of these tests, with the classes of the patterns, of which they use nothing themselves.
   */
  private static String classPath() {
    return Stream.concat(
            Stream.of(System.getProperty("java.class.path")),
            Project.FUNCTION_MODULES.stream()
                .map(module -> Project.root().resolve(module + "/target/classes").toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
