package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Runtime API on loopback, for one runtime process.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
public final class FakeRuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime";
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

  /** What the runtime said: an answer or an error, as JSON. */
  public record Reply(boolean isError, JsonNode body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore checkpoints = new Semaphore(0);
  private final CountDownLatch restored = new CountDownLatch(1);

  FakeRuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(ROOT + "/invocation/next", this::next);
    server.createContext(ROOT + "/invocation/", this::result);
    server.createContext(ROOT + "/init/error", this::error);
    server.createContext(ROOT + "/restore/next", this::restore);
    server.createContext(ROOT + "/restore/error", this::error);
    server.start();
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void offer(String event) {
    events.add(event);
  }

  /** Waits for the next reply; null when none came in time. */
  Reply reply(Duration limit) throws InterruptedException {
    return replies.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until the runtime asks for an event; once for each time that it does. */
  boolean awaitQuestion(Duration limit) throws InterruptedException {
    return asked.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until the runtime is ready for its snapshot. */
  boolean awaitCheckpoint(Duration limit) throws InterruptedException {
    return checkpoints.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the runtime resume, as from its snapshot. */
  void restore() {
    restored.countDown();
  }

  private void restore(HttpExchange exchange) throws IOException {
    try {
      checkpoints.release();
      restored.await();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      asked.release();
      byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
      headers.set(
          "Lambda-Runtime-Deadline-Ms",
          Long.toString(Instant.now().plus(FUNCTION_TIMEOUT).toEpochMilli()));
      headers.set(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:us-east-1:123456789012:function:e2e:live");
      // The runtime client crashes natively without it.
      headers.set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
      exchange.close();
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  private void result(HttpExchange exchange) throws IOException {
    answer(exchange, exchange.getRequestURI().getPath().endsWith("/error"));
  }

  private void error(HttpExchange exchange) throws IOException {
    answer(exchange, true);
  }

  private void answer(HttpExchange exchange, boolean isError) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    replies.add(new Reply(isError, read(body)));
  }

  private static JsonNode read(byte[] body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
