package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * AWS's services on loopback, which succeed with whatever they are asked and store nothing: a
 * measured function waits for no database, and two that make the same calls get the same answers.
 */
final class StubServices implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  StubServices() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where each service is, by the SDK's name of it in capitals. */
  Map<String, URI> endpoints() {
    URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Map.of("DYNAMODB", here, "EVENTBRIDGE", here, "KINESIS", here, "SQS", here, "S3", here);
  }

  /** The operations that were called since this was asked last, in their order. */
  List<String> calls() {
    List<String> made = List.copyOf(calls);
    calls.clear();
    return made;
  }

  /** All requests in JSON. */
  List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation =
        target == null ? exchange.getRequestMethod() : target.substring(target.indexOf('.') + 1);
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    calls.add(operation);
    requests.add(request);
    byte[] answer = JSON.writeValueAsBytes(answer(operation, request));
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static ObjectNode answer(String operation, JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    switch (operation) {
      case "BatchExecuteStatement" ->
          request
              .path("Statements")
              .forEach(statement -> answer.withArray("Responses").addObject());
      case "GetItem" -> {
        if (request.at("/Key/pk/S").asText().equals("shards")
            && request.at("/Key/sk/S").asText().startsWith("shardId-")) {
          answer.set("Item", registered((ObjectNode) request.get("Key")));
        }
      }
      case "Query", "Scan" -> answer.put("Count", 0).put("ScannedCount", 0).putArray("Items");
      case "BatchGetItem" -> answer.putObject("Responses");
      case "PutEvents" -> {
        ArrayNode entries = answer.put("FailedEntryCount", 0).putArray("Entries");
        request.path("Entries").forEach(entry -> entries.addObject().put("EventId", "1"));
      }
      case "PutRecords" -> {
        ArrayNode records = answer.put("FailedRecordCount", 0).putArray("Records");
        request
            .path("Records")
            .forEach(
                entry ->
                    records
                        .addObject()
                        .put("SequenceNumber", "1")
                        .put("ShardId", "shardId-000000000000"));
      }
      case "SendMessageBatch" -> {
        ArrayNode sent = answer.putArray("Successful");
        answer.putArray("Failed");
        request
            .path("Entries")
            .forEach(
                entry ->
                    sent.addObject()
                        .put("Id", entry.path("Id").asText())
                        .put("MessageId", "1")
                        .put("MD5OfMessageBody", md5(entry.path("MessageBody").asText())));
      }
      default -> {}
    }
    return answer;
  }

  /** The state of a shard in the event store, which stores no events of an unknown one. */
  private static ObjectNode registered(ObjectNode key) {
    ObjectNode state = key.deepCopy();
    state.putObject("phase").put("S", "ACTIVE");
    state.putObject("sequence").put("S", "0");
    state.putObject("time").put("S", "2026-01-01T00:00:00.000Z");
    state.putObject("turn").put("N", "0");
    state.putObject("bufferings").put("N", "0");
    return state;
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes("UTF-8")));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
