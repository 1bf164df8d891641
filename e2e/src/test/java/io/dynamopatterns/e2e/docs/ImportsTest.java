package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
  @Test
  void noModuleAndNoPackageImportsOneThatLeadsBackToIt() throws IOException {
    Imports imports = Imports.of(Project.root());

    assertThat(imports.types()).hasSizeGreaterThan(500);
    assertThat(imports.betweenPackages()).hasSizeGreaterThan(100);
    assertThat(Imports.circles(imports.betweenModules())).as("circles of modules").isEmpty();
    assertThat(Imports.circles(imports.betweenPackages())).as("circles of packages").isEmpty();
  }

  @Test
  void eachSimpleNameIsThatOfOneType() throws IOException {
    Map<String, Set<String>> fullNames =
        Imports.of(Project.root()).types().stream()
            .filter(type -> !type.name().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    Imports.Type::name,
                    TreeMap::new,
                    Collectors.mapping(
                        Imports.Type::fullName, Collectors.toCollection(TreeSet::new))));
    fullNames.values().removeIf(names -> names.size() == 1);

    assertThat(fullNames.values()).as("types of one simple name").isEmpty();
  }

  @Test
  void aCircleOverThreePackagesOfTwoModulesIsFound(@TempDir Path root) throws IOException {
    type(root, "one", "a.A", "import io.dynamopatterns.b.B;");
    type(root, "one", "b.B", "io.dynamopatterns.c.C c;");
    type(root, "two", "c.C", "import static io.dynamopatterns.a.A.x;");
    type(root, "two", "d.D", "/** {@link io.dynamopatterns.c.E} */ import io.dynamopatterns.a.A;");
    type(root, "two", "c.E", "String text = \"io.dynamopatterns.d.D\";");
    Imports imports = Imports.of(root);

    assertThat(Imports.circles(imports.betweenPackages()))
        .containsExactly(
            new TreeSet<>(
                List.of("io.dynamopatterns.a", "io.dynamopatterns.b", "io.dynamopatterns.c")));
    assertThat(Imports.circles(imports.betweenModules()))
        .containsExactly(new TreeSet<>(List.of("one", "two")));
  }

  @Test
  void anArrowThatOthersImplyIsLeftOut() {
    Map<String, Set<String>> uses =
        Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of(), "d", Set.of("c"));

    assertThat(Imports.withoutShortcuts(uses))
        .isEqualTo(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of(), "d", Set.of("c")));
  }

  private static void type(Path root, String module, String name, String content)
      throws IOException {
    Path file =
        root.resolve(module)
            .resolve("src/main/java/io/dynamopatterns")
            .resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
