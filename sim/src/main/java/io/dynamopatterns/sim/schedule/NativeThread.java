package io.dynamopatterns.sim.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A thread as Linux sees it. Java says of a thread that it waits until it runs again; Linux says
 * that it sleeps until it is woken. Only the second shows whether it still has something to do.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class NativeThread implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final boolean IS_LINUX = Files.exists(PROC.resolve("thread-self"));

  /** Enough for the number, the name and the state. */
  private static final int BEGINNING = 64;

  private final FileChannel stat;
  private final ByteBuffer beginning = ByteBuffer.allocate(BEGINNING);

  private NativeThread(FileChannel stat) {
    this.stat = stat;
  }

  /** The thread that calls. */
  static NativeThread current() {
    if (!IS_LINUX) {
      return new NativeThread(null);
    }
    try {
      Path task = Files.readSymbolicLink(PROC.resolve("thread-self"));
      // It stays open: to open it takes three times as long as to read it.
      return new NativeThread(FileChannel.open(PROC.resolve(task).resolve("stat")));
    } catch (IOException e) {
      throw new UncheckedIOException("the state of this thread was not read from " + PROC, e);
    }
  }

  /**
   * Whether it sleeps and no thread has woken it. Always true outside Linux, which shows neither.
   */
  boolean isAsleep() {
    if (stat == null) {
      return true;
    }
    try {
      beginning.clear();
      stat.read(beginning, 0);
      // Such as: 12 (name, which may hold parentheses) S 1 …
      String line =
          new String(beginning.array(), 0, beginning.position(), StandardCharsets.ISO_8859_1);
      return line.charAt(line.lastIndexOf(')') + 2) == 'S';
    } catch (IOException e) {
      // It has just ended.
      return false;
    }
  }

  @Override
  public void close() {
    try {
      if (stat != null) {
        stat.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
