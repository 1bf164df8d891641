package io.dynamopatterns.emulator.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * An HTTP client that injects faults below the SDK's retries, so that the retry code is exercised
 * as well. After a {@link Fault#KILL_BEFORE} or {@link Fault#KILL_AFTER} every call fails: the
 * process is dead, and a redelivery needs a new client.
 */
public final class FaultyHttpClient implements SdkHttpClient {
  private final SdkHttpClient inner;
  private final FaultScript script;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final Map<String, AtomicInteger> operations = new ConcurrentHashMap<>();
  private final List<HttpAttempt> calls = new CopyOnWriteArrayList<>();
  private volatile boolean dead;

  public FaultyHttpClient(SdkHttpClient inner, FaultScript script) {
    this.inner = inner;
    this.script = script;
  }

  /** The calls so far, retries included. */
  public List<HttpAttempt> calls() {
    return List.copyOf(calls);
  }

  /** How many of the calls so far may have written. */
  public int writes() {
    return writes.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new FaultyRequest(request);
  }

  @Override
  public String clientName() {
    return "Faulty" + inner.clientName();
  }

  @Override
  public void close() {
    inner.close();
  }

  private HttpAttempt record(HttpExecuteRequest request) throws IOException {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    String operation = target.substring(target.lastIndexOf('.') + 1);
    byte[] body = new byte[0];
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream content = request.contentStreamProvider().get().newStream()) {
        body = content.readAllBytes();
      }
    }
    HttpAttempt call =
        new HttpAttempt(
            number.incrementAndGet(),
            operation,
            operations.computeIfAbsent(operation, any -> new AtomicInteger()).incrementAndGet(),
            HttpAttempt.writes(operation) ? writes.incrementAndGet() : 0,
            new String(body, StandardCharsets.UTF_8));
    calls.add(call);
    return call;
  }

  private final class FaultyRequest implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private volatile ExecutableHttpRequest sent;

    FaultyRequest(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpAttempt call = record(request);
      if (dead) {
        throw new Killed(call);
      }
      Fault fault = script.next(call);
      return switch (fault) {
        case Fault.Delay delay -> {
          sleep(delay.time());
          yield send(request);
        }
        case Fault.Drop drop -> {
          if (drop.applied()) {
            discard(send(request));
            throw new SocketException("Injected: the answer was lost");
          }
          throw new SocketException("Injected: the connection broke before the call was sent");
        }
        case Fault.Kill kill -> {
          if (kill.applied()) {
            discard(send(request));
          }
          dead = true;
          throw new Killed(call);
        }
        case Fault.Refusal refusal -> answer(refusal.status(), refusal.body());
        case Fault.Unprocessed unprocessed ->
            call.operation().equals("BatchWriteItem")
                ? partly(BatchSplit.ofWrites(call.body(), unprocessed.items()))
                : send(request);
        case Fault.ThrottledStatements throttled ->
            call.operation().equals("BatchExecuteStatement")
                ? partly(BatchSplit.ofStatements(call.body(), throttled.statements()))
                : send(request);
      };
    }

    @Override
    public void abort() {
      ExecutableHttpRequest current = sent;
      if (current != null) {
        current.abort();
      }
    }

    private HttpExecuteResponse send(HttpExecuteRequest what) throws IOException {
      sent = inner.prepareRequest(what);
      return sent.call();
    }

    /** Sends what the split lets through and completes the answer with what it held back. */
    private HttpExecuteResponse partly(BatchSplit split) throws IOException {
      if (split.sentBody().isEmpty()) {
        return answer(200, split.completed("{\"Responses\":[]}"));
      }
      byte[] body = split.sentBody().get().getBytes(StandardCharsets.UTF_8);
      HttpExecuteResponse response =
          send(
              HttpExecuteRequest.builder()
                  .request(
                      request.httpRequest().toBuilder()
                          .putHeader("Content-Length", Integer.toString(body.length))
                          .build())
                  .contentStreamProvider(() -> new ByteArrayInputStream(body))
                  .build());
      String text = new String(bytes(response), StandardCharsets.UTF_8);
      return response.httpResponse().isSuccessful()
          ? answer(200, split.completed(text))
          : answer(response.httpResponse().statusCode(), text);
    }
  }

  private static byte[] bytes(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) {
      return new byte[0];
    }
    try (InputStream body = response.responseBody().get()) {
      return body.readAllBytes();
    }
  }

  private static void discard(HttpExecuteResponse response) throws IOException {
    bytes(response);
  }

  private static HttpExecuteResponse answer(int status, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("x-amzn-RequestId", "injected")
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("Interrupted during an injected delay", e));
    }
  }
}
