package io.dynamopatterns.local.fleet;

import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory {@code .fleet} of the project: what a run leaves. One fleet has it. */
public final class Workspace implements AutoCloseable {

  /** Also marks a directory as one that a fleet keeps its data in. */
  private static final String KEPT = "kept";

  private final Path own;
  private final Path directory;
  private final FileChannel lock;
  private final Optional<FileChannel> keptLock;

  private Workspace(Path own, Path directory, FileChannel lock, Optional<FileChannel> keptLock) {
    this.own = own;
    this.directory = directory;
    this.lock = lock;
    this.keptLock = keptLock;
  }

  /**
   * An emptied workspace; what the run before left is gone.
   *
   * @throws StateException if another fleet of this project runs
   */
  public static Workspace fresh(Path project) throws IOException {
    Path directory = Files.createDirectories(project.resolve(".fleet"));
    Workspace workspace =
        new Workspace(directory, directory, lock(directory.resolve("lock")), Optional.empty());
    for (Path old :
        List.of(
            workspace.input(),
            workspace.logs(),
            workspace.failedRecords(),
            workspace.buckets(),
            workspace.jars(),
            workspace.deadLetters())) {
      delete(old);
    }
    Files.createDirectories(workspace.input());
    Files.deleteIfExists(workspace.rejectedLines());
    Files.deleteIfExists(workspace.events());
    Files.deleteIfExists(workspace.page());
    Files.deleteIfExists(workspace.permissions());
    return workspace;
  }

  /**
   * The workspace of a fleet whose data outlives it: what the fleet before left is there.
   *
   * @param directory holds the data, in place of the project's {@code .fleet}; it is empty or
   *     missing at first
   * @throws StateException if another fleet of this project runs, or has the directory, or if the
   *     directory has other files
   */
  public static Workspace kept(Path project, Path directory) throws IOException {
    Path own = Files.createDirectories(project.resolve(".fleet"));
    FileChannel projectLock = lock(own.resolve("lock"));
    try {
      Files.createDirectories(directory);
      if (directory.toRealPath().startsWith(own.toRealPath())) {
        throw new StateException(
            "--keep %s: this directory is emptied by other runs; name another one"
                .formatted(directory));
      }
      if (!isEmpty(directory) && !Files.isDirectory(directory.resolve(KEPT))) {
        throw new StateException(
            "--keep %s: this directory has files that no fleet has put there; name an empty or a new one"
                .formatted(directory));
      }
      Files.createDirectories(directory.resolve(KEPT));
      Workspace workspace =
          new Workspace(own, directory, projectLock, Optional.of(lock(directory.resolve("lock"))));
      delete(workspace.jars());
      Files.deleteIfExists(workspace.permissions());
      Files.createDirectories(workspace.input());
      return workspace;
    } catch (IOException | RuntimeException e) {
      projectLock.close();
      throw e;
    }
  }

  /** Where tables, streams, messages and positions are kept, if they are. */
  Optional<Path> keeps() {
    return keptLock.map(any -> directory.resolve(KEPT));
  }

  /** Files that the deployment's processor may read. */
  public Path input() {
    return directory.resolve("input");
  }

  /** Puts a file among the {@link #input}: linked where that can be done, else copied. */
  public Path take(Path file) throws IOException {
    Path taken = input().resolve(file.getFileName());
    if (Files.isRegularFile(file)) {
      try {
        return Files.createLink(taken, file.toRealPath());
      } catch (IOException | UnsupportedOperationException e) {
        // Another file system, or a file of another user.
      }
    }
    try (InputStream content = Files.newInputStream(file)) {
      return take(taken.getFileName().toString(), content);
    }
  }

  /** Puts a file of this content among the {@link #input}. */
  public Path take(String name, InputStream content) throws IOException {
    Path taken = input().resolve(name);
    Files.copy(content, taken);
    return taken;
  }

  /** What functions print. */
  public Path logs() {
    return directory.resolve("logs");
  }

  /** Records that mappings gave up on, by destination. */
  public Path failedRecords() {
    return directory.resolve("failed-records");
  }

  /**
   * Copies of the jars that functions run from. They are always in the project's {@code .fleet}:
   * they are deleted at the next start, and no other directory may lose its files.
   */
  Path jars() {
    return own.resolve("jars");
  }

  /** Buckets that the deployment does not have, a directory each. */
  public Path buckets() {
    return directory.resolve("buckets");
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

  /** The run as a page. */
  public Path page() {
    return directory.resolve("report.html");
  }

  /**
   * What the functions' calls needed: of the last run of the project, wherever its data is kept.
   */
  Path permissions() {
    return PermissionRecord.file(own.getParent());
  }

  /** Leaves the files, and lets the next fleet in. */
  @Override
  public void close() throws IOException {
    if (keptLock.isPresent()) {
      keptLock.get().close();
    }
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

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
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
