package io.dynamopatterns.emulator.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.function.InvocationException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionUrlTest {
  private final AtomicReference<String> event = new AtomicReference<>();
  private volatile String answer = "{\"statusCode\":204}";
  private final FunctionUrl url =
      FunctionUrl.start(
          request -> {
            event.set(request);
            if (answer.isEmpty()) {
              throw new InvocationException("it broke");
            }
            return answer;
          });

  @AfterEach
  void stop() {
    url.close();
  }

  @Test
  void aRequestBecomesAnEventOfPayloadFormatTwo() throws Exception {
    send(
        request("/track.gif?page=a%20b&x=1&x=2&flag")
            .header("X-Custom", "one")
            .header("X-Custom", "two")
            .header("Cookie", "a=1; b=2")
            .header("User-Agent", "test")
            .GET());

    JsonNode json = new ObjectMapper().readTree(event.get());
    assertThat(json.path("version").asText()).isEqualTo("2.0");
    assertThat(json.path("rawPath").asText()).isEqualTo("/track.gif");
    assertThat(json.path("rawQueryString").asText()).isEqualTo("page=a%20b&x=1&x=2&flag");
    assertThat(json.at("/queryStringParameters/page").asText()).isEqualTo("a b");
    assertThat(json.at("/queryStringParameters/x").asText()).isEqualTo("1,2");
    assertThat(json.at("/queryStringParameters/flag").asText()).isEmpty();
    assertThat(json.at("/headers/x-custom").asText()).isEqualTo("one,two");
    assertThat(json.path("headers").has("cookie")).isFalse();
    assertThat(json.path("cookies")).hasSize(2);
    assertThat(json.at("/requestContext/http/method").asText()).isEqualTo("GET");
    assertThat(json.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
    assertThat(json.at("/requestContext/http/userAgent").asText()).isEqualTo("test");
    assertThat(json.at("/requestContext/timeEpoch").asLong()).isPositive();
    assertThat(json.path("isBase64Encoded").asBoolean()).isFalse();
    assertThat(json.has("body")).isFalse();
  }

  @Test
  void aBodyTravelsInBase64() throws Exception {
    send(request("/").POST(HttpRequest.BodyPublishers.ofString("hello")));

    JsonNode json = new ObjectMapper().readTree(event.get());
    assertThat(json.path("body").asText()).isEqualTo("aGVsbG8=");
    assertThat(json.path("isBase64Encoded").asBoolean()).isTrue();
  }

  @Test
  void anAnswerInBase64IsSentAsBytesWithItsHeaders() throws Exception {
    answer =
        """
        {"statusCode":200,"isBase64Encoded":true,"body":"R0lG","cookies":["a=1"],
         "headers":{"content-type":"image/gif","Cache-Control":"no-store"}}""";

    HttpResponse<byte[]> response = send(request("/track.gif").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("GIF");
    assertThat(response.headers().allValues("Content-Type")).containsExactly("image/gif");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("Set-Cookie")).contains("a=1");
  }

  @Test
  void anAnswerWithoutAStatusIsTheBody() throws Exception {
    answer = "{\"hello\":1}";

    HttpResponse<byte[]> response = send(request("/").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"hello\":1}");
  }

  @Test
  void ofAFailedFunctionTheCallerHearsNothing() throws Exception {
    answer = "";

    HttpResponse<byte[]> response = send(request("/").GET());

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("Internal Server Error");
  }

  @Test
  void moreThanSixMegabytesDoNotReachTheFunction() throws Exception {
    byte[] large = new byte[6 * 1024 * 1024 + 1];

    HttpResponse<byte[]> response =
        send(request("/").POST(HttpRequest.BodyPublishers.ofByteArray(large)));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(event.get()).isNull();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url.endpoint() + path));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
