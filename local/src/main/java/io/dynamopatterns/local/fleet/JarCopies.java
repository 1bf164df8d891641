package io.dynamopatterns.local.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * Copies of the functions' jars: a build may overwrite a jar while classes are still loaded from
 * it. Says which jars were built anew.
 */
final class JarCopies {
  private final Path directory;
  private final Map<Path, Stamp> copied = new HashMap<>();
  private final Map<Path, Stamp> seen = new HashMap<>();
  private int copies;

  /**
   * @param directory holds the copies
   */
  JarCopies(Path directory) {
    this.directory = directory;
  }

  private record Stamp(FileTime modified, long size) {
    static Stamp of(Path file) throws IOException {
      return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /**
   * Copies a jar as it is now.
   *
   * @throws UncheckedIOException if it cannot be copied, as when a build deletes it meanwhile; the
   *     jar that the build writes then counts as built anew
   */
  Path copy(Path jar) {
    try {
      copied.put(jar, Stamp.of(jar));
      Files.createDirectories(directory);
      Path copy = directory.resolve(++copies + "-" + jar.getFileName());
      Files.copy(jar, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + jar + " to " + directory, e);
    }
  }

  /** The jars that have changed since they were copied, and have not since the last call. */
  List<Path> rebuilt() {
    List<Path> rebuilt = new ArrayList<>();
    copied.forEach(
        (jar, stamp) -> {
          try {
            Stamp now = Stamp.of(jar);
            if (!now.equals(stamp) && now.equals(seen.put(jar, now)) && isComplete(jar)) {
              rebuilt.add(jar);
            }
          } catch (IOException e) {
            // A build deletes a jar before it writes it: the next call looks again.
            seen.remove(jar);
          }
        });
    return rebuilt;
  }

  private static boolean isComplete(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.size() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
