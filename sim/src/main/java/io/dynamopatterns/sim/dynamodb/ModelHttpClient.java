package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Takes the requests of an SDK client to the model. Whatever the client does runs unchanged: its
 * marshalling, retries, interceptors and metrics.
 */
public final class ModelHttpClient implements SdkHttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Wire wire;

  public ModelHttpClient(Wire wire) {
    this.wire = wire;
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
        // Nothing is under way when the SDK's thread is here.
      }
    };
  }

  private WireAnswer send(HttpExecuteRequest request) throws IOException {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
    try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
      return wire.send(target.substring(target.lastIndexOf('.') + 1), JSON.readTree(content));
    }
  }

  private static HttpExecuteResponse answered(WireAnswer answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer.body());
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

  @Override
  public String clientName() {
    return "Model";
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
