package io.dynamopatterns.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.operations.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stands in for AWS: writes down each call as one line, and answers what a test has prepared. */
final class RecordingAws implements AutoCloseable {
  private final HttpServer server;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, List<String>> answers = new LinkedHashMap<>();

  RecordingAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Prepares answers to calls whose line begins with a text: one after the other, the last for all
   * that follow. An answer that begins with a number and a space has that status.
   */
  RecordingAws answer(String call, String... json) {
    synchronized (answers) {
      answers.put(call, new ArrayList<>(List.of(json)));
    }
    return this;
  }

  /** The calls so far, such as {@code Lambda Invoke shop-history-read:live {"operation":…}}. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String call = line(exchange, body);
    calls.add(call);
    String answer = answer(call);
    int space = answer.indexOf(' ');
    boolean status = space == 3 && answer.substring(0, 3).chars().allMatch(Character::isDigit);
    byte[] bytes = (status ? answer.substring(4) : answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    if (answer.contains("\"errorMessage\"")) {
      exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
    }
    if (status && answer.charAt(4) == '{') {
      exchange
          .getResponseHeaders()
          .add("x-amzn-ErrorType", Json.parse(answer.substring(4)).path("__type").asText());
    }
    int code = status ? Integer.parseInt(answer.substring(0, 3)) : 200;
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String answer(String call) {
    synchronized (answers) {
      Optional<List<String>> prepared =
          answers.entrySet().stream()
              .filter(one -> call.startsWith(one.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      return prepared
          .map(all -> all.size() > 1 ? all.remove(0) : all.get(0))
          .orElse(
              "400 {\"__type\":\"Unexpected\",\"message\":\"no answer to "
                  + call.replace('"', '\'')
                  + "\"}");
    }
  }

  private static String line(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target.replaceFirst("^(DynamoDB|AmazonSQS|Kinesis)[_0-9A-Z]*\\.", "$1 ")
          + (body.isEmpty() ? "" : " " + sorted(body));
    }
    URI uri = exchange.getRequestURI();
    String query =
        uri.getRawQuery() == null
            ? ""
            : "?" + URLDecoder.decode(uri.getRawQuery(), StandardCharsets.UTF_8);
    String path = URLDecoder.decode(uri.getRawPath(), StandardCharsets.UTF_8);
    return exchange.getRequestMethod() + " " + path + query + (body.isEmpty() ? "" : " " + body);
  }

  private static String sorted(String body) {
    JsonNode json = Json.parse(body);
    return json.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
