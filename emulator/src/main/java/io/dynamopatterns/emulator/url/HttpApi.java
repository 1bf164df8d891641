package io.dynamopatterns.emulator.url;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * An HTTP API of API Gateway on a loopback port, with the page of its application under the same
 * address: requests that no route matches are answered with its files.
 *
 * <p>A route that needs a token takes a {@link DevelopmentToken}. There is no throttling.
 */
public final class HttpApi extends LoopbackServer {
  private HttpApi(int port, HttpHandler api) {
    super("http-api", port, api);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   * @param functions by name
   */
  public static HttpApi start(
      int port,
      HttpApiSpec spec,
      Function<String, ? extends Invoker> functions,
      Optional<StaticFiles> page) {
    return new HttpApi(port, new HttpHandler(new Routing(spec, functions, page)));
  }

  private static final class Routing implements HttpHandler.Answers {
    private final List<HttpRoute> routes;
    private final Function<String, ? extends Invoker> functions;
    private final Optional<StaticFiles> page;

    Routing(
        HttpApiSpec spec,
        Function<String, ? extends Invoker> functions,
        Optional<StaticFiles> page) {
      routes =
          spec.routes().stream().map(HttpRoute::of).sorted(HttpRoute.MOST_SPECIFIC_FIRST).toList();
      this.functions = functions;
      this.page = page;
    }

    @Override
    public HttpAnswer of(Request request, byte[] body) {
      String path = request.getHttpURI().getCanonicalPath();
      for (HttpRoute route : routes) {
        Optional<Map<String, String>> parameters = route.match(request.getMethod(), path);
        if (parameters.isPresent()) {
          return call(route.spec(), parameters.get(), request, body);
        }
      }
      return page.filter(any -> request.getMethod().equals("GET"))
          .map(files -> files.get(path))
          .orElseGet(FunctionAnswers::notFound);
    }

    private HttpAnswer call(
        HttpApiSpec.Route route, Map<String, String> parameters, Request request, byte[] body) {
      Instant now = Instant.now();
      ObjectNode event = HttpEvent.ofApi(request, body, now, route.key(), parameters);
      if (route.needsToken()) {
        Optional<ObjectNode> claims =
            DevelopmentToken.claims(request.getHeaders().get(HttpHeader.AUTHORIZATION), now);
        if (claims.isEmpty()) {
          return FunctionAnswers.unauthorized();
        }
        HttpEvent.authorize(event, claims.get());
      }
      try {
        return FunctionAnswers.of(functions.apply(route.function()).invoke(event.toString()));
      } catch (InvocationException e) {
        return FunctionAnswers.failed();
      }
    }
  }
}
