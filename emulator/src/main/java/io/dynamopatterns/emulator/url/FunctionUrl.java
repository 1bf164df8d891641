package io.dynamopatterns.emulator.url;

import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Instant;
import org.eclipse.jetty.server.Request;

/** The URL of one function, on a loopback port. Pages of other origins may call it. */
public final class FunctionUrl extends LoopbackServer {
  private FunctionUrl(int port, Invoker function) {
    super(
        "function-url",
        port,
        new HttpHandler((request, body) -> answer(function, request, body)),
        true);
  }

  /** Starts it on a free port. */
  public static FunctionUrl start(Invoker function) {
    return start(ANY, function);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   */
  public static FunctionUrl start(int port, Invoker function) {
    return new FunctionUrl(port, function);
  }

  private static HttpAnswer answer(Invoker function, Request request, byte[] body) {
    try {
      return FunctionAnswers.of(
          function.invoke(HttpEvent.of(request, body, Instant.now()).toString()));
    } catch (InvocationException e) {
      return FunctionAnswers.badGateway();
    }
  }
}
