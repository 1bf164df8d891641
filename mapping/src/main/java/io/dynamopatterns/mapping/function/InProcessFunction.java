package io.dynamopatterns.mapping.function;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Invokes a handler object, with the same JSON and the same context as a deployed function, in the
 * calling thread. For tests and the worker: what the handler throws past {@link Exception}, such as
 * a fault's {@code Killed}, fails the invocation like any crash.
 */
public final class InProcessFunction implements Invoker {
  private static final int MEMORY_MB = 1024;

  private final FunctionIdentity function;
  private final Handler handler;
  private final Duration timeout;

  /**
   * @param handler a RequestHandler or RequestStreamHandler
   * @param timeout what the context says that remains; the call is not cut off
   */
  public InProcessFunction(Object handler, Duration timeout) {
    this(FunctionIdentity.local(handler.getClass().getSimpleName(), MEMORY_MB), handler, timeout);
  }

  /**
   * @param function what the context says
   */
  public InProcessFunction(FunctionIdentity function, Object handler, Duration timeout) {
    this.function = function;
    try {
      this.handler = Handler.of(handler);
      this.timeout = timeout;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("Not a Lambda handler: " + handler.getClass(), e);
    }
  }

  @Override
  public String invoke(String event) throws InvocationException {
    try {
      byte[] answer =
          handler.call(
              event.getBytes(StandardCharsets.UTF_8),
              UUID.randomUUID().toString(),
              function,
              timeout);
      return new String(answer, StandardCharsets.UTF_8);
    } catch (Throwable e) {
      throw new InvocationException(function.name() + " failed: " + e, e);
    }
  }
}
