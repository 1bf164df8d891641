package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;

/**
 * In front of DynamoDB Local, whose streams have ARNs of a Region that does not exist: the streams
 * adapter takes none of them.
 */
final class StreamOfARegion implements AutoCloseable {
  private static final String LOCAL = "arn:aws:dynamodb:ddblocal:";
  private static final String REGIONAL = "arn:aws:dynamodb:us-east-1:";
  private static final Set<String> FORWARDED =
      Set.of("X-amz-target", "Authorization", "Content-type", "X-amz-date");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> calls = new ConcurrentSkipListSet<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI dynamoDb;
  private final HttpServer server;

  StreamOfARegion(URI dynamoDb) throws IOException {
    this.dynamoDb = dynamoDb;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::forward);
    server.start();
  }

  static String arn(String localArn) {
    return localArn.replace(LOCAL, REGIONAL);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** IAM's action of each request, with the table or index that the request names. */
  Set<String> calls() {
    return Set.copyOf(calls);
  }

  private void record(String target, String body) throws IOException {
    String operation = target.substring(target.lastIndexOf('.') + 1);
    if (operation.equals("BatchExecuteStatement")) {
      calls.add("dynamodb:PartiQLInsert");
      return;
    }
    JsonNode request = JSON.readTree(body);
    String index = request.has("IndexName") ? "/index/" + request.get("IndexName").asText() : "";
    String resource = request.path("TableName").asText() + index;
    calls.add("dynamodb:%s %s".formatted(operation, resource).strip());
  }

  private void forward(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    record(exchange.getRequestHeaders().getFirst("X-Amz-Target"), body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dynamoDb)
            .POST(HttpRequest.BodyPublishers.ofString(body.replace(REGIONAL, LOCAL)));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (FORWARDED.contains(name)) {
                request.header(name, values.getFirst());
              }
            });
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      byte[] bytes = arn(answer.body()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
