package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Progress;
import java.io.PrintWriter;

/** Progress on the terminal's one line, or as lines where there is no terminal. */
final class ProgressLine implements Progress {
  private static final boolean TERMINAL = Boolean.getBoolean("fleet.terminal");

  private final PrintWriter out;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void report(String text) {
    if (TERMINAL) {
      out.print("\r\033[K" + text);
    } else {
      out.println(text);
    }
    out.flush();
  }
}
