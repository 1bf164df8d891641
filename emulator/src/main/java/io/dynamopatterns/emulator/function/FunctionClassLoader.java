package io.dynamopatterns.emulator.function;

import java.io.OutputStream;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Names the function that a thread belongs to: its threads have it as their context class loader,
 * and threads that they start inherit it. Its classes are those of the function's jar.
 */
final class FunctionClassLoader extends ClassLoader {
  private final OutputStream log;
  private final BiConsumer<String, Function<String, Object>> calls;

  /**
   * @param log where the function's output goes
   * @param calls receives each call, as {@link SdkCalls#listener} does
   */
  FunctionClassLoader(
      String function,
      JarClassLoader jar,
      OutputStream log,
      BiConsumer<String, Function<String, Object>> calls) {
    super("function-" + function, jar);
    this.log = log;
    this.calls = calls;
  }

  OutputStream log() {
    return log;
  }

  /**
   * Passes a call of the SDK to the function whose thread makes it.
   *
   * @throws IllegalStateException in a thread that no function started
   */
  static void called(String call, Function<String, Object> request) {
    Thread thread = Thread.currentThread();
    if (!(thread.getContextClassLoader() instanceof FunctionClassLoader function)) {
      throw new IllegalStateException(
          "%s was called by the thread '%s', which no function started: the local fleet cannot tell which function calls"
              .formatted(call, thread.getName()));
    }
    function.calls.accept(call, request);
  }
}
