package io.dynamopatterns.emulator.url;

import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.net.URI;
import java.time.Instant;
import org.eclipse.jetty.server.Request;

/** The URL of one function, on a loopback port. */
public final class FunctionUrl implements AutoCloseable {
  private final LoopbackServer server;

  private FunctionUrl(LoopbackServer server) {
    this.server = server;
  }

  /** Starts it on a free port. */
  public static FunctionUrl start(Invoker function) {
    return start(0, function);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   */
  public static FunctionUrl start(int port, Invoker function) {
    return new FunctionUrl(
        LoopbackServer.startForPages(
            "function-url",
            port,
            new HttpHandler((request, body) -> answer(function, request, body))));
  }

  private static HttpAnswer answer(Invoker function, Request request, byte[] body) {
    try {
      return HttpAnswer.of(function.invoke(HttpEvent.of(request, body, Instant.now()).toString()));
    } catch (InvocationException e) {
      return HttpAnswer.badGateway();
    }
  }

  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }
}
