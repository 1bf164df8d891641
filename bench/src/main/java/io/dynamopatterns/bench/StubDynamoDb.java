package io.dynamopatterns.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Answers as DynamoDB does of one item, without a network: reads give the item, writes succeed, but
 * for those that are to be refused.
 */
final class StubDynamoDb implements SdkHttpClient {
  private final byte[] read;
  private final byte[] written;
  private final byte[] refused;
  private final byte[] refusedWithItem;
  private int refusals;
  private long requests;
  private long bytes;

  /**
   * @param item the stored item as DynamoDB's JSON
   */
  StubDynamoDb(String item) {
    this.read = bytes("{\"Item\":%s}".formatted(item));
    this.written = bytes("{\"Attributes\":%s}".formatted(item));
    this.refused = refusal("");
    this.refusedWithItem = refusal(",\"Item\":" + item);
  }

  /** The next n writes are refused by their condition. */
  void refuse(int writes) {
    refusals = writes;
  }

  /** Counts from here on. */
  void reset() {
    requests = 0;
    bytes = 0;
  }

  long requests() {
    return requests;
  }

  /** The bytes of all requests' bodies. */
  long bytes() {
    return bytes;
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
    byte[] body;
    try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
      body = content.readAllBytes();
    }
    requests++;
    bytes += body.length;
    if (isRead(request)) {
      return answer(200, read);
    }
    if (refusals > 0) {
      refusals--;
      boolean withItem = new String(body, StandardCharsets.UTF_8).contains("ALL_OLD");
      return answer(400, withItem ? refusedWithItem : refused);
    }
    return answer(200, written);
  }

  private static boolean isRead(HttpExecuteRequest request) {
    return request
        .httpRequest()
        .firstMatchingHeader("X-Amz-Target")
        .filter(target -> target.endsWith("GetItem"))
        .isPresent();
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

  private static byte[] refusal(String item) {
    return bytes(
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"message\":\"The conditional request failed\"%s}"
            .formatted(item));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
