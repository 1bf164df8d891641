package io.dynamopatterns.e2e.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Is between a function and DynamoDB, and does something at one of its writes: before DynamoDB
 * hears of it, or after DynamoDB applied it and before the function hears of that. From then on
 * nothing passes any more.
 */
final class WriteBoundary implements AutoCloseable {
  private static final List<String> WRITES = List.of("PutItem", "BatchExecuteStatement");
  private static final Set<String> NOT_FORWARDED =
      Set.of("host", "connection", "content-length", "expect", "upgrade");

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI dynamoDb;
  private final int write;
  private final boolean after;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile Runnable action = () -> {};
  private volatile boolean closed;

  /**
   * @param write the number of the write, from 1
   * @param after whether DynamoDB applies that write
   */
  WriteBoundary(URI dynamoDb, int write, boolean after) throws IOException {
    this.dynamoDb = dynamoDb;
    this.write = write;
    this.after = after;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What happens at the write. */
  void onReached(Runnable newAction) {
    action = newAction;
  }

  boolean isReached() {
    return closed;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    boolean here = WRITES.stream().anyMatch(target::endsWith) && writes.incrementAndGet() == write;
    if (closed || here && !after) {
      stop(exchange);
      return;
    }
    HttpResponse<byte[]> answer = forward(exchange, body);
    if (closed || here) {
      stop(exchange);
      return;
    }
    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  private synchronized void stop(HttpExchange exchange) {
    if (!closed) {
      closed = true;
      action.run();
    }
    exchange.close();
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dynamoDb).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.getFirst());
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
