package io.dynamopatterns.sim.run;

import java.io.OutputStream;
import java.io.PrintStream;

/** What functions write to the console. */
final class FunctionLogs {
  private FunctionLogs() {}

  /**
   * Silences them.
   *
   * @return the console
   */
  static PrintStream silence() {
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    return console;
  }
}
