package io.dynamopatterns.local.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory {@code .fleet} of the project: what a run leaves behind. */
public final class Workspace {
  private final Path directory;

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /** An emptied workspace; what the run before left is gone. */
  public static Workspace fresh(Path project) throws IOException {
    Workspace workspace = new Workspace(project.resolve(".fleet"));
    Files.createDirectories(workspace.directory);
    for (Path old : List.of(workspace.logs(), workspace.failedRecords(), workspace.deadLetters())) {
      delete(old);
    }
    Files.deleteIfExists(workspace.rejectedLines());
    return workspace;
  }

  /** What functions print. */
  public Path logs() {
    return directory.resolve("logs");
  }

  /** Records that mappings gave up on, by destination. */
  public Path failedRecords() {
    return directory.resolve("failed-records");
  }

  /** Events that schedules gave up on, by queue. */
  public Path deadLetters() {
    return directory.resolve("dead-letters");
  }

  /** Lines of the input that could not be read. */
  public Path rejectedLines() {
    return directory.resolve("rejected.jsonl");
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> paths = Files.walk(tree)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
