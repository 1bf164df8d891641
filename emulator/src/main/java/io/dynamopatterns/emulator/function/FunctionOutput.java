package io.dynamopatterns.emulator.function;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Sends what functions print to their own logs and leaves the console to the fleet. A thread
 * belongs to a function when its context class loader does, which threads inherit.
 */
final class FunctionOutput extends OutputStream {
  private static boolean installed;

  private final OutputStream console;

  private FunctionOutput(OutputStream console) {
    this.console = console;
  }

  /** Takes over standard output and error, once. */
  static synchronized void install() {
    if (!installed) {
      installed = true;
      System.setOut(routed(System.out));
      System.setErr(routed(System.err));
    }
  }

  private static PrintStream routed(PrintStream console) {
    return new PrintStream(new FunctionOutput(console), true, StandardCharsets.UTF_8);
  }

  private OutputStream target() {
    return Thread.currentThread().getContextClassLoader() instanceof FunctionClassLoader loader
        ? loader.log()
        : console;
  }

  @Override
  public void write(int b) throws IOException {
    target().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target().write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target().flush();
  }
}
