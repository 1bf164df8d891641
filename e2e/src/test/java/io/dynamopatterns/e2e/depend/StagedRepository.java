package io.dynamopatterns.e2e.depend;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * What this build made, as a Maven repository in a directory: the files that {@code mvn deploy}
 * uploads. It builds projects outside the checkout with their own Maven home, which is empty at
 * first.
 */
public final class StagedRepository {
  /** The published modules, by directory. */
  private static final List<String> MODULES =
      List.of(
          "bom",
          "function-parent",
          "function-jar",
          ".",
          "common",
          "emulator",
          "mapping",
          "aggregator-fn",
          "eventstore-fn",
          "fanout-fn",
          "history-fn",
          "periodic-fn",
          "processor-fn");

  /** The repository that the outer build filled from Maven Central. */
  private static final Path FILLED = Path.of(System.getProperty("e2e.maven.repository"));

  private final Path directory;
  private final String version;

  private StagedRepository(Path directory, String version) {
    this.directory = directory;
    this.version = version;
  }

  /** Copies the modules' poms and jars into an empty directory. */
  public static StagedRepository in(Path directory) throws Exception {
    String version = text(pom("bom"), "/project/version");
    for (String module : MODULES) {
      Document pom = pom(module);
      String artifact = text(pom, "/project/artifactId");
      String name = artifact + "-" + version;
      Path target = directory.resolve("io/dynamopatterns").resolve(artifact).resolve(version);
      Files.createDirectories(target);
      Files.copy(pomFile(module), target.resolve(name + ".pom"));
      if (!text(pom, "/project/packaging").equals("pom")) {
        Path jar = Project.root().resolve(module).resolve("target").resolve(name + ".jar");
        Files.copy(jar, target.resolve(name + ".jar"));
      }
    }
    return new StagedRepository(directory.toAbsolutePath(), version);
  }

  /** The version of all modules. */
  public String version() {
    return version;
  }

  /**
   * Runs Maven in a project outside the checkout.
   *
   * @param home what Maven keeps on a machine: its local repository and settings
   */
  public Command.Result maven(Path project, Path home, String... arguments) throws IOException {
    Files.createDirectories(home);
    Path settings = home.resolve("settings.xml").toAbsolutePath();
    Files.writeString(settings, settings());
    List<String> command =
        new ArrayList<>(List.of("mvn", "--batch-mode", "--no-transfer-progress"));
    command.add("--settings=" + settings);
    command.add("-Dmaven.repo.local=" + home.resolve("repository").toAbsolutePath());
    command.addAll(List.of(arguments));
    return new Command(project, Map.of()).run(Duration.ofMinutes(5), command);
  }

  /** Maven Central stays the last of the repositories. */
  private String settings() {
    return """
        <settings>
          <profiles>
            <profile>
              <id>staged</id>
              <repositories>%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>staged</activeProfile>
          </activeProfiles>
        </settings>
        """
        .formatted(repositories("repository"), repositories("pluginRepository"));
  }

  private String repositories(String element) {
    return """
        <%1$s>
          <id>staged</id>
          <url>%2$s</url>
        </%1$s>
        <%1$s>
          <id>filled</id>
          <url>%3$s</url>
          <snapshots>
            <enabled>false</enabled>
          </snapshots>
        </%1$s>
        """
        .formatted(element, directory.toUri(), FILLED.toUri());
  }

  private static Document pom(String module) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pomFile(module).toFile());
  }

  private static Path pomFile(String module) {
    return Project.root().resolve(module).resolve("pom.xml");
  }

  private static String text(Document document, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, document);
  }
}
