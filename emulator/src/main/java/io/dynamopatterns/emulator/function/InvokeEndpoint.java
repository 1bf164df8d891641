package io.dynamopatterns.emulator.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lambda's Invoke API over HTTP on a free loopback port; the caller waits for the answer. */
public final class InvokeEndpoint implements AutoCloseable {
  private final LoopbackServer server;

  private InvokeEndpoint(Map<String, ? extends Invoker> functions) {
    server = LoopbackServer.start("lambda", handler(functions));
  }

  /** The API, for a server that has it on its own port. */
  public static Handler handler(Map<String, ? extends Invoker> functions) {
    return new Api(functions);
  }

  /**
   * @param functions by name
   */
  public static InvokeEndpoint start(Map<String, ? extends Invoker> functions) {
    return new InvokeEndpoint(functions);
  }

  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Api extends Handler.Abstract {
    /** The function by its name, its ARN, or either with a version or alias. */
    private static final Pattern PATH =
        Pattern.compile(
            "/2015-03-31/functions/(?>arn:[^/]*:function:)?([^/:]++)[^/]*+/invocations");

    private final Map<String, ? extends Invoker> functions;

    Api(Map<String, ? extends Invoker> functions) {
      this.functions = functions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Matcher path = PATH.matcher(request.getHttpURI().getDecodedPath());
      Invoker function = path.matches() ? functions.get(path.group(1)) : null;
      String event = Content.Source.asString(request, StandardCharsets.UTF_8);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      String answer =
          function == null
              ? notFound(response, request.getHttpURI().getDecodedPath())
              : invoke(function, event.isEmpty() ? "{}" : event, response);
      response.write(true, ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }

    private static String invoke(Invoker function, String event, Response response) {
      response.setStatus(200);
      try {
        return function.invoke(event);
      } catch (InvocationException e) {
        response.getHeaders().put("X-Amz-Function-Error", "Unhandled");
        Throwable thrown = e.getCause() == null ? e : e.getCause();
        return object()
            .put("errorMessage", String.valueOf(thrown.getMessage()))
            .put("errorType", thrown.getClass().getName())
            .toString();
      }
    }

    private String notFound(Response response, String path) {
      response.setStatus(404);
      response.getHeaders().put("X-Amzn-ErrorType", "ResourceNotFoundException");
      return object()
          .put(
              "Message",
              "Nothing to invoke at %s; the fleet has %s".formatted(path, functions.keySet()))
          .toString();
    }

    private static ObjectNode object() {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
