package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

class AttemptReportsTest {
  private static final String NAME = AttemptReports.class.getName();
  private static final String REFUSED =
      "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"message\":\"m\"}";

  private final Script wire = new Script();

  @Test
  void anErrorWithoutABodyIsReportedAndTheNextAttempt() {
    wire.answers.add(() -> answer(503, null));
    wire.answers.add(() -> answer(400, stream(REFUSED)));

    assertThat(put()).containsExactly("sent", "503", "sent", "400");
  }

  @Test
  void anErrorWhoseBodyBreaksOffStaysUnansweredAndIsRetried() {
    wire.answers.add(() -> answer(400, new Broken()));
    wire.answers.add(() -> answer(400, stream(REFUSED)));

    assertThat(put()).containsExactly("sent", "sent", "400");
  }

  @Test
  void anAttemptThatTimesOutStaysUnanswered() {
    wire.answers.add(Script.HANGS);
    wire.answers.add(() -> answer(400, stream(REFUSED)));

    assertThat(put(client().toBuilder().apiCallAttemptTimeout(Duration.ofMillis(200))))
        .containsExactly("sent", "sent", "400");
  }

  @Test
  void anAttemptWithoutAnAnswerIsFollowedByTheNext() {
    wire.answers.add(
        () -> {
          throw new IOException("connection reset");
        });
    wire.answers.add(() -> answer(200, stream("{}")));

    assertThat(put()).containsExactly("sent", "sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"__type\":\"ThrottlingException\",\"throttlingReasons\":[{\"reason\":\"TableWriteKeyRangeThroughputExceeded\"}]}",
        "{\"__type\" : \"com.amazonaws.dynamodb.v20120810#ThrottlingException\", \"throttlingReasons\" : [{\"reason\" : \"TableWriteKeyRangeThroughputExceeded\"}]}"
      })
  void throttlingIsReportedWithItsReasonsWithAndWithoutAPrefixOfItsName(String body) {
    wire.answers.add(() -> answer(400, stream(body)));
    wire.answers.add(() -> answer(200, stream("{}")));

    assertThat(put())
        .containsExactly("sent", "400 throttled [TableWriteKeyRangeThroughputExceeded]", "sent");
  }

  @Test
  void theItemThatAFailedConditionReturnsIsTakenForNoThrottling() {
    String text = "\\\"__type\\\":\\\"ThrottlingException\\\", \\\"reason\\\":\\\"hot\\\"";
    wire.answers.add(
        () ->
            answer(
                400,
                stream(
                    "{\"Item\":{\"__type\":{\"S\":\"ThrottlingException\"},\"reason\":{\"S\":\"hot\"},\"text\":{\"S\":\"%s\"}},%s"
                        .formatted(text, REFUSED.substring(1)))));

    assertThat(put()).containsExactly("sent", "400");
  }

  private static ClientOverrideConfiguration client() {
    return ClientSettings.apply(DynamoDbClient.builder()).overrideConfiguration();
  }

  private List<String> put() {
    return put(client().toBuilder());
  }

  /** What a listener hears of a put that is answered by the script. */
  private List<String> put(ClientOverrideConfiguration.Builder settings) {
    List<String> reports = new ArrayList<>();
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(wire)
            .overrideConfiguration(settings.build())
            .build()) {
      client.putItem(
          put ->
              put.tableName("t")
                  .item(Map.of("pk", AttributeValue.fromS("p")))
                  .overrideConfiguration(
                      call ->
                          call.putExecutionAttribute(
                              AttemptReports.LISTENER, new Reports(reports))));
    } catch (ConditionalCheckFailedException e) {
      // The last answer of most scripts.
    }
    assertThat(wire.answers).as("answers that were not asked for").isEmpty();
    return reports;
  }

  private record Reports(List<String> all) implements AttemptReports.Listener {
    @Override
    public void sent() {
      all.add("sent");
    }

    @Override
    public void refused(int status, boolean throttled, List<String> reasons) {
      all.add(status + (throttled ? " throttled " + reasons : ""));
    }
  }

  private static HttpExecuteResponse answer(int status, InputStream body) {
    HttpExecuteResponse.Builder answer =
        HttpExecuteResponse.builder()
            .response(SdkHttpResponse.builder().statusCode(status).build());
    return body == null
        ? answer.build()
        : answer.responseBody(AbortableInputStream.create(body)).build();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the connection broke off");
    }
  }

  /** Answers one request after the other. */
  private static final class Script implements SdkHttpClient {
    /** Until it is interrupted, as the SDK does with an attempt that takes too long. */
    static final Callable<HttpExecuteResponse> HANGS =
        () -> {
          new CountDownLatch(1).await();
          return null;
        };

    private final Deque<Callable<HttpExecuteResponse>> answers = new ArrayDeque<>();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          try {
            return answers.remove().call();
          } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
          } catch (IOException | RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }

        @Override
        public void abort() {
          // The SDK interrupts the thread, too.
        }
      };
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }

  @Test
  void twoClassLoadersOverOneSdkEachHaveTheirAttribute() throws Exception {
    Object first = AttemptReports.LISTENER;

    Object second = Class.forName(NAME, true, new Loader()).getField("LISTENER").get(null);

    assertThat(second).isNotSameAs(first);
  }

  /** Defines the class anew and takes everything else, the SDK included, from its parent. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(AttemptReportsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(NAME)) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(NAME.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
