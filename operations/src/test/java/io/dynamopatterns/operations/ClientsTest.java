package io.dynamopatterns.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.model.LambdaException;

class ClientsTest {
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Clients clients;

  @AfterEach
  void stop() {
    clients.close();
    server.stop(0);
  }

  /** The invocation may still run, and would run beside the second one. */
  @Test
  void anInvocationWhoseAnswerWasLostIsNotSentAgain() throws Exception {
    serve(HttpExchange::close);

    assertThatThrownBy(this::invoke).isInstanceOf(SdkClientException.class);

    assertThat(requests).hasValue(1);
  }

  @Test
  void anInvocationThatEndedWithAnErrorOfTheServiceIsNotSentAgain() throws Exception {
    serve(exchange -> answer(exchange, 500, "{}"));

    assertThatThrownBy(this::invoke).isInstanceOf(LambdaException.class);

    assertThat(requests).hasValue(1);
  }

  @Test
  void anInvocationThatWasThrottledIsSentAgain() throws Exception {
    serve(
        exchange -> {
          if (requests.get() == 1) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "TooManyRequestsException");
          }
          answer(exchange, requests.get() == 1 ? 429 : 200, "{}");
        });

    invoke();

    assertThat(requests).hasValue(2);
  }

  private void invoke() {
    clients
        .lambdaOnce()
        .invoke(call -> call.functionName("f").payload(SdkBytes.fromUtf8String("{}")));
  }

  private void serve(HttpHandler handler) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          handler.handle(exchange);
        });
    server.start();
    clients =
        new Clients(
            Map.of("lambda", URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
