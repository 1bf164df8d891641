package io.dynamopatterns.bench.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * DynamoDB and SQS without a network and, once {@link #can canned}, without work: reads get the
 * answer that the model gave to the same request, and all writes succeed.
 */
final class CannedService implements SdkHttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] DONE = bytes("{}");
  private static final byte[] ALL_WRITTEN = bytes("{\"UnprocessedItems\":{}}");
  private static final byte[] STATEMENT = bytes("\"Statement\":");
  private static final byte[] MESSAGE = bytes("\"MessageBody\":");
  private static final int MOST = 25;

  private final DynamoDbModel model;
  private final Map<JsonNode, byte[]> reads = new ConcurrentHashMap<>();

  /** The same by the request's bytes, of which there are several: a map has no order. */
  private final Map<ByteBuffer, byte[]> byBytes = new ConcurrentHashMap<>();

  private final byte[][] inserted = new byte[MOST + 1][];
  private final byte[][] sent = new byte[MOST + 1][];
  private boolean canned;

  CannedService(DynamoDbModel model) {
    this.model = model;
    for (int i = 0; i <= MOST; i++) {
      inserted[i] = bytes("{\"Responses\":[" + repeat("{}", i) + "]}");
      StringBuilder ids = new StringBuilder();
      for (int id = 0; id < i; id++) {
        ids.append(ids.isEmpty() ? "" : ",")
            .append("{\"Id\":\"%d\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\"\"}".formatted(id));
      }
      sent[i] = bytes("{\"Successful\":[" + ids + "],\"Failed\":[]}");
    }
  }

  /** From here on nothing is stored, and reads are answered as they were. */
  void can() {
    canned = true;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {
        // Nothing waits.
      }
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
    String operation = target.substring(target.lastIndexOf('.') + 1);
    byte[] body;
    try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
      body = content.readAllBytes();
    }
    return canned || operation.equals("SendMessageBatch")
        ? answer(200, canned(operation, body))
        : recorded(operation, body);
  }

  private HttpExecuteResponse recorded(String operation, byte[] body) throws IOException {
    JsonNode request = JSON.readTree(body);
    WireAnswer answer = model.answer(operation, request);
    byte[] json = JSON.writeValueAsBytes(answer.body());
    if (operation.equals("GetItem") || operation.equals("Query")) {
      reads.put(request, json);
    }
    return answer(answer.status(), json);
  }

  /** Forgets the answers to reads: the next ones count. */
  void forgetReads() {
    reads.clear();
  }

  private byte[] canned(String operation, byte[] body) {
    return switch (operation) {
      case "GetItem", "Query" -> byBytes.computeIfAbsent(ByteBuffer.wrap(body), this::read);
      case "BatchExecuteStatement" -> inserted[count(STATEMENT, body)];
      case "SendMessageBatch" -> sent[count(MESSAGE, body)];
      case "BatchWriteItem" -> ALL_WRITTEN;
      default -> DONE;
    };
  }

  private byte[] read(ByteBuffer body) {
    try {
      byte[] answer = reads.get(JSON.readTree(body.array()));
      if (answer == null) {
        throw new IllegalStateException(
            "no answer is known to " + new String(body.array(), StandardCharsets.UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(byte[] text, byte[] body) {
    int count = 0;
    int last = body.length - text.length;
    for (int i = 0; i <= last; i++) {
      if (body[i] == text[0] && body[i + 1] == text[1] && matches(text, body, i)) {
        count++;
        i += text.length;
      }
    }
    return count;
  }

  private static boolean matches(byte[] text, byte[] body, int at) {
    for (int i = 2; i < text.length; i++) {
      if (body[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static HttpExecuteResponse answer(int status, byte[] body) {
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  private static String repeat(String text, int times) {
    return String.join(",", java.util.Collections.nCopies(times, text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
