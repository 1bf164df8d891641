package io.dynamopatterns.common.priming;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The transport of the SDK's clients in a dry run. It has no connection: a request is made and
 * signed, and the answer says that the call succeeded and found nothing.
 */
@Singleton
@Replaces(SdkHttpClient.class)
@Requires(condition = DryRun.Only.class)
final class MemoryHttpClient implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        byte[] body = answer(request).getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader("Content-Length", Integer.toString(body.length))
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
            .build();
      }

      @Override
      public void abort() {
        // Nothing waits.
      }
    };
  }

  private static String answer(HttpExecuteRequest request) throws IOException {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    String body = "";
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream content = request.contentStreamProvider().get().newStream()) {
        body = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "BatchExecuteStatement" ->
          "{\"Responses\":[%s]}".formatted(each(body, "\"Statement\":", "{}"));
      case "BatchGetItem" -> "{\"Responses\":{}}";
      case "PutEvents" ->
          "{\"FailedEntryCount\":0,\"Entries\":[%s]}"
              .formatted(each(body, "\"DetailType\":", "{\"EventId\":\"0\"}"));
      case "PutRecords" ->
          "{\"FailedRecordCount\":0,\"Records\":[%s]}"
              .formatted(
                  each(
                      body,
                      "\"PartitionKey\":",
                      "{\"SequenceNumber\":\"0\",\"ShardId\":\"shardId-000000000000\"}"));
      case "Query", "Scan" -> "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}";
      default -> "{}";
    };
  }

  /** An answer for each of the request's parts. */
  private static String each(String request, String part, String answer) {
    return String.join(",", Collections.nCopies(request.split(part, -1).length - 1, answer));
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
