package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.ProgressListener;
import java.io.PrintWriter;

/** Progress on the terminal's one line, or as lines where there is no terminal. */
final class ProgressLine implements ProgressListener {
  private static final boolean TERMINAL = Boolean.getBoolean("fleet.terminal");

  private final PrintWriter out;
  private final boolean terminal;
  private boolean shown;

  ProgressLine(PrintWriter out) {
    this(out, TERMINAL);
  }

  ProgressLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void report(String text) {
    if (terminal) {
      out.print("\r\033[K" + text);
      shown = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Removes the terminal's line, before anything else is written. */
  void clear() {
    if (shown) {
      out.print("\r\033[K");
      out.flush();
      shown = false;
    }
  }
}
