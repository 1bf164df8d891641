package io.dynamopatterns.common.priming;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers one request from memory: the call succeeded, and found nothing but what was put. */
final class MemoryConnection extends HttpURLConnection {
  private static final JsonFactory JSON = new JsonFactory();

  private final MemoryTables tables;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  MemoryConnection(URI uri, MemoryTables tables) {
    super(url(uri));
    this.tables = tables;
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void connect() {
    // To nothing.
  }

  @Override
  public void disconnect() {
    // From nothing.
  }

  @Override
  public boolean usingProxy() {
    return false;
  }

  @Override
  public OutputStream getOutputStream() {
    return sent;
  }

  @Override
  public int getResponseCode() {
    return HTTP_OK;
  }

  @Override
  public String getResponseMessage() {
    return "OK";
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return Map.of("Content-Type", List.of("application/x-amz-json-1.0"));
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(answer().getBytes(StandardCharsets.UTF_8));
  }

  private String answer() {
    String target = Objects.requireNonNullElse(getRequestProperty("X-Amz-Target"), "");
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "BatchExecuteStatement" ->
          "{\"Responses\":[%s]}".formatted(each("\"Statement\":", "{}"));
      case "BatchGetItem" -> "{\"Responses\":{}}";
      case "GetItem" -> tables.get(sent.toByteArray());
      case "PutEvents" ->
          "{\"FailedEntryCount\":0,\"Entries\":[%s]}"
              .formatted(each("\"DetailType\":", "{\"EventId\":\"0\"}"));
      case "PutRecords" ->
          "{\"FailedRecordCount\":0,\"Records\":[%s]}"
              .formatted(
                  each(
                      "\"PartitionKey\":",
                      "{\"SequenceNumber\":\"0\",\"ShardId\":\"shardId-000000000000\"}"));
      case "PutItem" -> {
        tables.put(sent.toByteArray());
        yield "{}";
      }
      case "SendMessageBatch" -> sentMessages();
      case "Query", "Scan" -> "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}";
      default -> "{}";
    };
  }

  /** The SDK compares the hash of each message with that of what it has sent. */
  private String sentMessages() {
    List<String> ids = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    try (JsonParser json = JSON.createParser(sent.toByteArray())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && "Id".equals(json.currentName())) {
          ids.add(json.getText());
        } else if (json.currentToken() == JsonToken.VALUE_STRING
            && "MessageBody".equals(json.currentName())) {
          bodies.add(json.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "{\"Failed\":[],\"Successful\":[%s]}"
        .formatted(
            IntStream.range(0, ids.size())
                .mapToObj(
                    i ->
                        "{\"Id\":\"%s\",\"MessageId\":\"0\",\"MD5OfMessageBody\":\"%s\"}"
                            .formatted(ids.get(i), md5(bodies.get(i))))
                .collect(Collectors.joining(",")));
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer for each of the request's parts. */
  private String each(String part, String answer) {
    String request = sent.toString(StandardCharsets.UTF_8);
    return String.join(",", Collections.nCopies(request.split(part, -1).length - 1, answer));
  }
}
