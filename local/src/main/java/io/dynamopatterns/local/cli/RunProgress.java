package io.dynamopatterns.local.cli;

import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.run.InputRun;
import java.io.PrintStream;
import java.time.Duration;

/** Shows how far a run is: one line that changes on a terminal, a line now and then elsewhere. */
final class RunProgress implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\033[K";

  private final Fleet fleet;
  private final InputRun run;
  private final long total;
  private final long start = System.nanoTime();
  private final PrintStream out;
  private final boolean terminal;
  private final Thread thread;

  /**
   * @param total how many lines the file has
   */
  RunProgress(Fleet fleet, InputRun run, long total, PrintStream out, boolean terminal) {
    this.fleet = fleet;
    this.run = run;
    this.total = total;
    this.out = out;
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().name("progress").daemon().start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(terminal ? ON_TERMINAL : ELSEWHERE);
        out.print(terminal ? CLEAR_LINE + line() : line() + System.lineSeparator());
        out.flush();
      }
    } catch (InterruptedException e) {
      if (terminal) {
        out.print(CLEAR_LINE);
        out.flush();
      }
    }
  }

  private String line() {
    long writes = 0;
    long invocations = 0;
    for (LocalFunction function : fleet.functions()) {
      writes += fleet.usage(function).writes();
      invocations += function.invocations();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    String counts =
        "%,d writes   %,d invocations   lag %,d records".formatted(writes, invocations, lag());
    return run.phase() == InputRun.Phase.READING
        ? reading(run.lines(), total, elapsed) + "   " + counts
        : "%s, %d s   %s".formatted(run.phase(), elapsed.toSeconds(), counts);
  }

  /** How far reading is, how fast it is, and how long it still takes at that rate. */
  static String reading(long lines, long total, Duration elapsed) {
    String done =
        "reading %,d of %,d lines (%d %%)"
            .formatted(lines, total, total == 0 ? 100 : 100 * lines / total);
    double rate = lines / Math.max(0.001, elapsed.toMillis() / 1000.0);
    return lines == 0
        ? done
        : "%s, %,.0f a second, %,.0f s left".formatted(done, rate, (total - lines) / rate);
  }

  /** Records that no function has taken yet, as far as they are known to be there. */
  private long lag() {
    return fleet.mappings().enabled().stream().mapToLong(fleet::lag).sum();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
