package io.dynamopatterns.emulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.emulator.mapping.EventSourceMappings;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaApiTest {
  private final LoopbackServer endpoint =
      new LoopbackServer(
          "lambda",
          new LambdaApi(
              List.of(),
              () -> new EventSourceMappings(List.of()),
              Map.<String, Invoker>of(
                  "echo",
                  event -> "{\"got\":" + event + "}",
                  "broken",
                  event -> {
                    throw new InvocationException("it broke", new IllegalStateException("inside"));
                  })));

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo",
        "echo:live",
        "arn:aws:lambda:us-east-1:123456789012:function:echo",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aecho%3Alive"
      })
  void aFunctionIsInvokedByNameOrArn(String name) throws Exception {
    HttpResponse<String> answer = invoke(name, "[1]");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"got\":[1]}");
  }

  @Test
  void whatTheFunctionThrewIsAnsweredAsByLambda() throws Exception {
    HttpResponse<String> answer = invoke("broken", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorMessage\":\"inside\",\"errorType\":\"java.lang.IllegalStateException\"}");
  }

  @Test
  void anUnknownFunctionIsNotFound() throws Exception {
    HttpResponse<String> answer = invoke("none", "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("X-Amzn-ErrorType"))
        .contains("ResourceNotFoundException");
    assertThat(answer.body()).contains("none").contains("echo");
  }

  private HttpResponse<String> invoke(String name, String event) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(
                  URI.create(
                      endpoint.endpoint() + "/2015-03-31/functions/" + name + "/invocations"))
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
