package io.dynamopatterns.emulator.api;

import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.LoopbackServer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * All services of the fleet on one loopback port, so that one {@code AWS_ENDPOINT_URL} reaches them
 * all. A request goes to the service that it is signed for. The signature itself is not checked:
 * what pages in a browser send is refused by {@link LoopbackServer}.
 */
public final class AwsGateway extends LoopbackServer {
  private AwsGateway(int port, Handler services) {
    super("aws", port, services);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   * @param services by the name that requests are signed for
   */
  public static AwsGateway start(int port, Map<String, Handler> services) {
    return new AwsGateway(port, new Router(new TreeMap<>(services)));
  }

  private static final class Router extends Handler.Abstract {
    private static final Pattern SCOPE =
        Pattern.compile("Credential=[^/]*/\\d{8}/[^/]*/([^/]+)/aws4_request");

    private final Map<String, Handler> services;

    Router(Map<String, Handler> services) {
      this.services = services;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Optional<String> service = service(request);
      Handler handler = service.map(services::get).orElse(null);
      if (handler != null) {
        return handler.handle(request, response, callback);
      }
      String message =
          service
                  .map(name -> "The local fleet has no service '" + name + "'; it has ")
                  .orElse("Sign the request (AWS Signature Version 4); the local fleet has ")
              + new TreeSet<>(services.keySet());
      return refusal(request, message).send(response, callback);
    }

    private static Optional<String> service(Request request) {
      String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
      Matcher scope = SCOPE.matcher(header == null ? "" : header);
      return scope.find() ? Optional.of(scope.group(1)) : Optional.empty();
    }

    /** In the form of the protocol that the request speaks. */
    private static HttpAnswer refusal(Request request, String message) {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      boolean xml = type != null && type.startsWith("application/x-www-form-urlencoded");
      return HttpAnswer.of(
              400,
              xml ? "text/xml" : "application/x-amz-json-1.1",
              xml
                  ? "<ErrorResponse><Error><Type>Sender</Type><Code>UnknownOperationException</Code><Message>%s</Message></Error></ErrorResponse>"
                      .formatted(Xml.escape(message))
                  : "{\"__type\":\"UnknownOperationException\",\"message\":\"%s\"}"
                      .formatted(message))
          .with("X-Amzn-ErrorType", "UnknownOperationException");
    }
  }
}
