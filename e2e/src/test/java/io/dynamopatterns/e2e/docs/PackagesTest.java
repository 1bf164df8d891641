package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final String SOURCES = "src/main/java/";
  private static final String INFO = "package-info.java";

  @Test
  void eachPackageSaysWhatItIsFor() throws IOException {
    Set<String> packages = new TreeSet<>();
    Set<String> described = new TreeSet<>();
    for (Path file : Documents.in(Project.root(), ".java")) {
      String source = Project.root().relativize(file).toString().replace('\\', '/');
      if (!source.contains("/" + SOURCES) || source.matches("(?:.*/src/test|templates)/.*")) {
        continue;
      }
      String name = source.substring(source.indexOf(SOURCES) + SOURCES.length());
      String directory = name.substring(0, name.lastIndexOf('/'));
      (name.endsWith("/" + INFO) ? described : packages).add(directory);
    }

    assertThat(packages).hasSizeGreaterThan(80);
    assertThat(described).containsAll(packages);
  }
}
