package io.dynamopatterns.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page on the loopback address. What it sends has a content security policy under which
 * no script but the page's own files runs, and text never becomes HTML.
 */
public final class PageServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_BYTES = 1 << 20;
  private static final String OPERATIONS = "/api/operations/";
  private static final String NODES = "/api/nodes/";

  /** What each answer is sent with. Chromium refuses to make HTML of text by the last two words. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Guard guard;
  private final Activity activity;
  private final PageTasks operations;
  private final LiveFeed feed;
  private final URI uri;

  private PageServer(HttpServer server, Activity activity, PageTasks operations) {
    this.server = server;
    this.activity = activity;
    this.operations = operations;
    int port = server.getAddress().getPort();
    uri = URI.create("http://" + LOOPBACK + ":" + port);
    guard = new Guard(port);
    feed = new LiveFeed(activity);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
    feed.start();
  }

  /**
   * Starts the page.
   *
   * @param port 0 for a free one
   * @throws IOException if the port is taken
   */
  public static PageServer start(int port, Activity activity, PageTasks operations)
      throws IOException {
    InetAddress loopback = InetAddress.getByName(LOOPBACK);
    return new PageServer(
        HttpServer.create(new InetSocketAddress(loopback, port), 0), activity, operations);
  }

  /** The page's address. */
  public URI uri() {
    return uri;
  }

  private record Answer(int status, String contentType, String body) {
    static Answer json(int status, Object body) {
      return new Answer(status, "application/json", PageJson.of(body));
    }

    static Answer error(int status, String message) {
      return json(status, Map.of("error", message));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      Optional<String> refusal = guard.refusal(exchange);
      String path = exchange.getRequestURI().getPath();
      String method = exchange.getRequestMethod();
      if (refusal.isPresent()) {
        send(exchange, Answer.error(403, refusal.get()));
      } else if (method.equals("GET") && path.equals("/api/live")) {
        feed.follow(exchange);
      } else if (method.equals("GET")) {
        send(exchange, get(path));
      } else if (method.equals("POST")) {
        send(exchange, post(path, exchange));
      } else {
        send(exchange, Answer.error(405, "Allowed are GET and POST, not " + method));
      }
    }
  }

  private Answer get(String path) {
    if (path.equals("/")) {
      return new Answer(
          200, "text/html; charset=utf-8", Assets.document().replace("{{token}}", guard.token()));
    }
    if (path.equals("/api/deployment")) {
      return Answer.json(200, PageData.live(activity.deployment(), operations.names()));
    }
    return Assets.text(path.substring(1))
        .map(text -> new Answer(200, Assets.contentType(path), text))
        .orElseGet(() -> Answer.error(404, "There is nothing at this address"));
  }

  private Answer post(String path, HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return Answer.error(413, "The request is larger than %,d bytes".formatted(MOST_BYTES));
    }
    String request = new String(body, StandardCharsets.UTF_8);
    try {
      if (path.startsWith(OPERATIONS)) {
        String name = path.substring(OPERATIONS.length());
        if (!operations.names().contains(name)) {
          throw TaskException.unknown(name);
        }
        return new Answer(200, "application/json", operations.call(name, request));
      }
      if (path.startsWith(NODES)) {
        return Answer.json(200, part(path.substring(NODES.length()), PageJson.read(request)));
      }
      return Answer.error(404, "There is nothing at this address");
    } catch (TaskException e) {
      return Answer.error(e.reason().status(), e.getMessage());
    } catch (RuntimeException e) {
      return Answer.error(500, String.valueOf(e.getMessage()));
    }
  }

  /** A part of what the page shows of one node, when it is asked for. */
  private Object part(String part, JsonNode request) throws TaskException {
    String node = request.path("node").asText();
    return switch (part) {
      case "invocations" -> activity.invocations(node);
      case "logs" ->
          activity.logs(node, Optional.ofNullable(request.path("requestId").textValue()));
      case "records" -> activity.records(node);
      case "permissions" -> activity.permissions(node);
      case "environment" -> activity.environment(node);
      case "payload" ->
          Map.of(
              "payload",
              activity
                  .payload(node, request.path("record").asText())
                  .orElseThrow(
                      () ->
                          new TaskException(
                              TaskException.Reason.NOT_FOUND,
                              "The record is no longer kept: newer ones have taken its place.")));
      default -> throw TaskException.unknown(part);
    };
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    feed.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
