package io.dynamopatterns.sim.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A thread as Linux sees it. Java says of a thread that it waits until it runs again; Linux says
 * that it sleeps until it is woken. Only the second shows whether it still has something to do.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class NativeThread {
  private static final Path PROC = Path.of("/proc");
  private static final boolean IS_LINUX = Files.exists(PROC.resolve("thread-self"));

  private final Path stat;

  private NativeThread(Path stat) {
    this.stat = stat;
  }

  /** The thread that calls. */
  static NativeThread current() {
    if (!IS_LINUX) {
      return new NativeThread(null);
    }
    try {
      Path task = Files.readSymbolicLink(PROC.resolve("thread-self"));
      return new NativeThread(PROC.resolve(task).resolve("stat"));
    } catch (IOException e) {
      throw new IllegalStateException("the number of this thread was not read from " + PROC, e);
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
      // Such as: 12 (name, which may hold parentheses) S 1 …
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return line.charAt(line.lastIndexOf(')') + 2) == 'S';
    } catch (IOException e) {
      // It has just ended.
      return false;
    }
  }
}
