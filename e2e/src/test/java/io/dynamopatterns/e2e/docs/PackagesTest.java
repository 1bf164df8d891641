package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final String SOURCES = "src/main/java/";
  private static final String INFO = "package-info.java";

  @Test
  void eachPackageSaysWhatItIsFor() throws IOException {
    Set<String> packages = new TreeSet<>();
    Set<String> described = new TreeSet<>();
    for (String source : sources()) {
      String name = source.substring(source.indexOf(SOURCES) + SOURCES.length());
      String directory = name.substring(0, name.lastIndexOf('/'));
      (name.endsWith("/" + INFO) ? described : packages).add(directory);
    }

    assertThat(packages).hasSizeGreaterThan(80);
    assertThat(described).containsAll(packages);
  }

  private static List<String> sources() throws IOException {
    Path root = Project.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.contains("/" + SOURCES) && file.endsWith(".java"))
          .filter(file -> !file.matches("(?:.*/)?(?:target|src/test|templates|site)/.*"))
          .toList();
    }
  }
}
