package io.dynamopatterns.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** An endpoint of PutEvents that takes everything, ten entries or fewer. */
public final class PutEventsServer implements AutoCloseable {
  private static final Pattern DETAIL_TYPE = Pattern.compile("\"DetailType\":\"(\\w+)\"");

  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private PutEventsServer(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port of this machine alone. */
  public static PutEventsServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PutEventsServer server = new PutEventsServer(http);
    http.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          server.bodies.add(body);
          int entries = body.split("\"DetailType\"").length - 1;
          String ok = "{\"EventId\":\"e\"}" + ",{\"EventId\":\"e\"}".repeat(entries - 1);
          byte[] answer =
              "{\"FailedEntryCount\":0,\"Entries\":[%s]}"
                  .formatted(ok)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    return server;
  }

  /** Where a client reaches it. */
  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The requests so far. */
  public List<String> bodies() {
    return bodies;
  }

  /** The types of the events so far. */
  public List<String> detailTypes() {
    return bodies.stream()
        .flatMap(body -> DETAIL_TYPE.matcher(body).results())
        .map(type -> type.group(1))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
