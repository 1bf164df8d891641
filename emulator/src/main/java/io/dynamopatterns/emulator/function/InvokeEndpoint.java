package io.dynamopatterns.emulator.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.emulator.http.RestHandler;
import io.dynamopatterns.emulator.http.RestRequest;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;

/** Lambda's Invoke API over HTTP on a free loopback port; the caller waits for the answer. */
public final class InvokeEndpoint extends LoopbackServer {
  private InvokeEndpoint(Map<String, ? extends Invoker> functions) {
    super("lambda", ANY, handler(functions));
  }

  /**
   * @param functions by name
   */
  public static InvokeEndpoint start(Map<String, ? extends Invoker> functions) {
    return new InvokeEndpoint(functions);
  }

  /** The API, for a server that has it on its own port. */
  public static Handler handler(Map<String, ? extends Invoker> functions) {
    return new Api(functions);
  }

  private static final class Api extends RestHandler {
    /** The function by its name, its ARN, or either with a version or alias. */
    private static final Pattern PATH =
        Pattern.compile(
            "/2015-03-31/functions/(?>arn:[^/]*:function:)?([^/:]++)[^/]*+/invocations");

    private final Map<String, ? extends Invoker> functions;

    Api(Map<String, ? extends Invoker> functions) {
      this.functions = functions;
    }

    @Override
    protected HttpAnswer answer(RestRequest request) {
      Matcher path = PATH.matcher(request.path());
      Invoker function = path.matches() ? functions.get(path.group(1)) : null;
      if (function == null) {
        throw new ApiException(
            404,
            "ResourceNotFoundException",
            "Nothing to invoke at %s; the fleet has %s"
                .formatted(request.path(), functions.keySet()));
      }
      String event = new String(request.body(), StandardCharsets.UTF_8);
      try {
        return HttpAnswer.of(
            200, "application/json", function.invoke(event.isEmpty() ? "{}" : event));
      } catch (InvocationException e) {
        Throwable thrown = e.getCause() == null ? e : e.getCause();
        return HttpAnswer.json(
                200,
                JsonNodeFactory.instance
                    .objectNode()
                    .put("errorMessage", String.valueOf(thrown.getMessage()))
                    .put("errorType", thrown.getClass().getName()))
            .with("X-Amz-Function-Error", "Unhandled");
      }
    }
  }
}
