package io.dynamopatterns.local.url;

import io.dynamopatterns.local.function.InvocationException;
import io.dynamopatterns.local.function.Invoker;
import io.dynamopatterns.local.http.LoopbackServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

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
    return new FunctionUrl(LoopbackServer.startForPages("function-url", port, new Api(function)));
  }

  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Api extends Handler.Abstract {
    /** Lambda's limit of a synchronous call. */
    private static final int MAX_BYTES = 6 * 1024 * 1024;

    private final Invoker function;

    Api(Invoker function) {
      this.function = function;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      byte[] body;
      try (InputStream content = Content.Source.asInputStream(request)) {
        body = content.readNBytes(MAX_BYTES + 1);
      }
      HttpAnswer answer = body.length > MAX_BYTES ? HttpAnswer.tooLarge() : answer(request, body);
      response.setStatus(answer.status());
      for (Map.Entry<String, String> header : answer.headers()) {
        response.getHeaders().add(header.getKey(), header.getValue());
      }
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return true;
    }

    private HttpAnswer answer(Request request, byte[] body) {
      try {
        return HttpAnswer.of(
            function.invoke(HttpEvent.of(request, body, Instant.now()).toString()));
      } catch (InvocationException e) {
        return HttpAnswer.badGateway();
      }
    }
  }
}
