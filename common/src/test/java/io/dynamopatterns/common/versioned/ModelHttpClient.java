package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.versioned.ModelTables.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Takes the requests of the SDK, its retries included, to {@link ModelTables}, and loses, delays
 * and refuses some on the way.
 */
final class ModelHttpClient implements SdkHttpClient {
  private static final Answer THROTTLED =
      Answer.error("ProvisionedThroughputExceededException", ",\"message\":\"throttled\"");
  private static final Answer CONFLICT =
      Answer.error("TransactionConflictException", ",\"message\":\"conflict\"");
  private static final Answer FAILED = new Answer(500, "{\"__type\":\"InternalServerError\"}");

  private final ModelTables tables;
  private final RandomGenerator random;
  private final double share;
  private final boolean faultyCreates;

  /**
   * @param share of the requests that meet a fault
   * @param faultyCreates whether requests that create an item meet faults, too
   */
  ModelHttpClient(ModelTables tables, RandomGenerator random, double share, boolean faultyCreates) {
    this.tables = tables;
    this.random = random;
    this.share = share;
    this.faultyCreates = faultyCreates;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answered(send(request));
      }

      @Override
      public void abort() {
        // Nothing waits.
      }
    };
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  private Answer send(HttpExecuteRequest request) throws IOException {
    String name = name(request);
    String body = body(request);
    WriterSchedule.Writer writer = WriterSchedule.current();
    writer.awaitTurn();
    String operation = writer.operation();
    boolean sound = name.contains("Get") || !faultyCreates && creates(body);
    if (sound || random.nextDouble() >= share) {
      return tables.execute(operation, name, body);
    }
    switch (random.nextInt(7)) {
      case 0, 1 -> tables.execute(operation, name, body);
      case 2 -> {
        // Nothing arrives.
      }
      case 3, 4 -> writer.schedule().later(() -> tables.execute(operation, name, body));
      case 5 -> {
        return name.equals("TransactWriteItems") || random.nextBoolean() ? THROTTLED : CONFLICT;
      }
      default -> {
        if (random.nextBoolean()) {
          tables.execute(operation, name, body);
        }
        return FAILED;
      }
    }
    throw new SocketException("Injected: no answer");
  }

  /** The operation that is requested, such as {@code PutItem}. */
  static String name(HttpExecuteRequest request) {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
    return target.substring(target.lastIndexOf('.') + 1);
  }

  static String body(HttpExecuteRequest request) throws IOException {
    try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean creates(String body) {
    return body.contains("\"attribute_not_exists(#key)\"");
  }

  static HttpExecuteResponse answered(Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(answer.status())
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }
}
