package io.dynamopatterns.local.fleet;

import io.dynamopatterns.local.state.StateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory {@code .fleet} of the project: what a run leaves behind. One fleet has it. */
public final class Workspace implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private Workspace(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * An emptied workspace; what the run before left is gone.
   *
   * @throws StateException if another fleet of this project runs
   */
  public static Workspace fresh(Path project) throws IOException {
    Path directory = Files.createDirectories(project.resolve(".fleet"));
    Workspace workspace = new Workspace(directory, lock(directory.resolve("lock")));
    for (Path old : List.of(workspace.logs(), workspace.failedRecords(), workspace.deadLetters())) {
      delete(old);
    }
    Files.deleteIfExists(workspace.rejectedLines());
    Files.deleteIfExists(workspace.events());
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

  /** Events that schedules gave up on, and messages left in dead-letter queues, by queue. */
  public Path deadLetters() {
    return directory.resolve("dead-letters");
  }

  /** Lines of the input that could not be read. */
  public Path rejectedLines() {
    return directory.resolve("rejected.jsonl");
  }

  /** Events that were put on buses. */
  public Path events() {
    return directory.resolve("events.jsonl");
  }

  /** Leaves the files, and lets the next fleet in. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: the same to the caller.
    }
    channel.close();
    throw new StateException("another fleet of this project is running; end it first");
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
