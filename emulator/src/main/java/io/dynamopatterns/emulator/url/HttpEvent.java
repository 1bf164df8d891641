package io.dynamopatterns.emulator.url;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * A request as a function URL or an HTTP API hands it to its function: payload format 2.0.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html">Invoking by
 *     URL</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     integrations of HTTP APIs</a>
 */
final class HttpEvent {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String ACCOUNT = "123456789012";
  private static final String ROUTE_KEY = "routeKey";
  private static final String ENCODED = "isBase64Encoded";

  /** Bodies that API Gateway hands over as they are. */
  private static final Pattern TEXT =
      Pattern.compile("(text/.*|application/(json|javascript|xml)|.*\\+(json|xml))(;.*)?");

  private HttpEvent() {}

  /**
   * A request to an HTTP API.
   *
   * @param routeKey of the route that matches it
   * @param parameters of its path
   */
  static ObjectNode ofApi(
      Request request, byte[] body, Instant now, String routeKey, Map<String, String> parameters) {
    ObjectNode event = of(request, body, now).put(ROUTE_KEY, routeKey);
    context(event).put("accountId", ACCOUNT).put(ROUTE_KEY, routeKey);
    if (!parameters.isEmpty()) {
      ObjectNode path = event.putObject("pathParameters");
      parameters.forEach((name, value) -> path.put(name, decoded(value.replace("+", "%2B"))));
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (body.length > 0 && type != null && TEXT.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
      event.put("body", new String(body, StandardCharsets.UTF_8)).put(ENCODED, false);
    }
    return event;
  }

  /** Adds what a JWT authorizer says of the caller. */
  static void authorize(ObjectNode event, ObjectNode claims) {
    ObjectNode jwt = context(event).putObject("authorizer").putObject("jwt");
    jwt.set("claims", claims);
    jwt.putNull("scopes");
  }

  private static ObjectNode context(ObjectNode event) {
    return (ObjectNode) event.get("requestContext");
  }

  static ObjectNode of(Request request, byte[] body, Instant now) {
    String path = request.getHttpURI().getCanonicalPath();
    String query = request.getHttpURI().getQuery();
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "2.0")
            .put(ROUTE_KEY, "$default")
            .put("rawPath", path)
            .put("rawQueryString", query == null ? "" : query);
    cookies(request, event);
    headers(request, event.putObject("headers"));
    if (query != null && !query.isEmpty()) {
      parameters(query, event.putObject("queryStringParameters"));
    }
    context(request, path, now, event.putObject("requestContext"));
    if (body.length > 0) {
      event.put("body", Base64.getEncoder().encodeToString(body));
    }
    return event.put(ENCODED, body.length > 0);
  }

  private static void cookies(Request request, ObjectNode event) {
    ArrayNode cookies = JsonNodeFactory.instance.arrayNode();
    for (String line : request.getHeaders().getValuesList(HttpHeader.COOKIE)) {
      for (String cookie : line.split("; *")) {
        cookies.add(cookie);
      }
    }
    if (!cookies.isEmpty()) {
      event.set("cookies", cookies);
    }
  }

  /** Names in small letters, several values of one by commas; cookies are apart. */
  private static void headers(Request request, ObjectNode headers) {
    for (HttpField field : request.getHeaders()) {
      String name = field.getLowerCaseName();
      if (!name.equals("cookie")) {
        append(headers, name, field.getValue() == null ? "" : field.getValue());
      }
    }
  }

  private static void parameters(String query, ObjectNode parameters) {
    for (String parameter : query.split("&")) {
      String[] nameAndValue = parameter.split("=", 2);
      append(
          parameters,
          decoded(nameAndValue[0]),
          nameAndValue.length == 2 ? decoded(nameAndValue[1]) : "");
    }
  }

  private static void append(ObjectNode values, String name, String value) {
    values.put(name, values.has(name) ? values.get(name).asText() + "," + value : value);
  }

  /** What is not an encoding stays as it is. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void context(Request request, String path, Instant now, ObjectNode context) {
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    context
        .put("accountId", "anonymous")
        .put("apiId", "local")
        .put("domainName", Request.getServerName(request))
        .put("domainPrefix", "local")
        .put("requestId", UUID.randomUUID().toString())
        .put(ROUTE_KEY, "$default")
        .put("stage", "$default")
        .put("time", TIME.format(now))
        .put("timeEpoch", now.toEpochMilli());
    context
        .putObject("http")
        .put("method", request.getMethod())
        .put("path", path)
        .put("protocol", request.getConnectionMetaData().getProtocol())
        .put("sourceIp", Request.getRemoteAddr(request))
        .put("userAgent", agent == null ? "" : agent);
  }
}
