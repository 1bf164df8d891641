package io.dynamopatterns.eventstore.track;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.client.WriteRegion;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.TrackHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

class TrackerTest {
  private final List<PutRecordRequest> put = new ArrayList<>();
  private RuntimeException failure;
  private Optional<KinesisClient> refusingClient = Optional.empty();

  @Test
  void aRequestBecomesAnEventAndIsAnsweredWithAPixel() throws IOException {
    APIGatewayV2HTTPEvent request = request("GET", "/track.gif", "page=%2Fhome&a=1&a=2");
    request.setQueryStringParameters(Map.of("page", "/home", "a", "1,2"));

    PixelAnswer answer = track(request);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "image/gif")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.isBase64()).isTrue();
    byte[] gif = Base64.getDecoder().decode(answer.body());
    assertThat(gif).hasSize(43).startsWith('G', 'I', 'F', '8', '9', 'a');

    assertThat(put).hasSize(1);
    assertThat(put.getFirst().streamName()).isEqualTo("clicks");
    assertThat(put.getFirst().partitionKey()).isEqualTo("203.0.113.9");
    JsonNode event = event();
    assertThat(event.get("id").asText()).isEqualTo("request-1");
    assertThat(event.get("client").asText()).isEqualTo("203.0.113.9");
    assertThat(event.get("time").asText()).isEqualTo("2026-11-20T10:00:00.123Z");
    assertThat(event.get("method").asText()).isEqualTo("GET");
    assertThat(event.get("path").asText()).isEqualTo("/track.gif?page=%2Fhome&a=1&a=2");
    assertThat(event.get("status").asInt()).isEqualTo(200);
    assertThat(event.get("bytes").asInt()).isEqualTo(43);
    assertThat(event.get("referer").asText()).isEqualTo("https://shop.example/");
    assertThat(event.get("userAgent").asText()).isEqualTo("Browser/1.0");
    assertThat(event.get("query").get("page").asText()).isEqualTo("/home");
    assertThat(event.get("queryString").asText()).isEqualTo("page=%2Fhome&a=1&a=2");
    assertThat(event.get("headers").get("accept-language").asText()).isEqualTo("de");
  }

  @Test
  void credentialsAreNotKept() throws IOException {
    APIGatewayV2HTTPEvent request = request("GET", "/track.gif", "");
    request.getHeaders().put("Authorization", "Bearer secret");
    request.getHeaders().put("cookie", "session=secret");
    request.setCookies(List.of("session=secret"));

    assertThat(track(request).status()).isEqualTo(200);

    assertThat(event().toString()).doesNotContain("secret");
    assertThat(event().get("path").asText()).isEqualTo("/track.gif");
  }

  @Test
  void aLongQueryIsInItsFieldsOnly() throws IOException {
    String query = "q=" + "x".repeat(4000);
    assertThat(track(request("GET", "/track.gif", query)).status()).isEqualTo(200);
    assertThat(event().get("path").asText()).isEqualTo("/track.gif");
    assertThat(event().get("queryString").asText()).isEqualTo(query);
  }

  @Test
  void anOversizedRequestIsRefused() {
    APIGatewayV2HTTPEvent request =
        request("GET", "/track.gif", "q=" + "x".repeat(Tracker.MAX_BYTES));
    assertThat(track(request).status()).isEqualTo(413);
    assertThat(put).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "CONNECT"})
  void onlyGetIsAllowed(String method) {
    PixelAnswer answer = track(request(method, "/track.gif", ""));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET");
    assertThat(put).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/track.gif/", "/TRACK.GIF", "/a/track.gif", "http://else/track.gif"})
  void nothingElseIsThere(String path) {
    assertThat(track(request("GET", path, "<script>")).status()).isEqualTo(404);
    assertThat(put).isEmpty();
  }

  @Test
  void whatIsNoHttpRequestIsAnsweredToo() {
    assertThat(track(new APIGatewayV2HTTPEvent()).status()).isEqualTo(404);
  }

  @Test
  void aStreamThatRefusesIsReported() {
    for (RuntimeException refusal :
        List.of(
            ProvisionedThroughputExceededException.builder().message("too much").build(),
            SdkClientException.create("timed out"))) {
      failure = refusal;
      PixelAnswer answer = track(request("GET", "/track.gif", "<script>"));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
      assertThat(answer.body()).isEqualTo("not tracked, try again later");
    }
  }

  /** CloudFront may still send to the Region that wrote before. */
  @Test
  void outsideTheWriteRegionThePixelAnswersThatItDidNotTrack() {
    try (KinesisClient standby =
        KinesisClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(
                settings -> settings.addExecutionInterceptor(new WriteRegion(Region.EU_CENTRAL_1)))
            .build()) {
      refusingClient = Optional.of(standby);

      PixelAnswer answer = track(request("GET", "/track.gif", ""));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }
  }

  private JsonNode event() throws IOException {
    return new ObjectMapper().readTree(put.getLast().data().asByteArray());
  }

  private PixelAnswer track(APIGatewayV2HTTPEvent request) {
    KinesisClient client =
        new KinesisClient() {
          @Override
          public PutRecordResponse putRecord(PutRecordRequest record) {
            refusingClient.ifPresent(other -> other.putRecord(record));
            if (failure != null) {
              throw failure;
            }
            put.add(record);
            return PutRecordResponse.builder().build();
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
    try (Telemetry telemetry = Telemetry.of("eventstore", "track", "request-1")) {
      return new Tracker(client, "clicks").track(TrackHandler.request(request), telemetry);
    }
  }

  private static APIGatewayV2HTTPEvent request(String method, String path, String query) {
    RequestContext.Http http = new RequestContext.Http();
    http.setMethod(method);
    http.setSourceIp("203.0.113.9");
    RequestContext context = new RequestContext();
    context.setHttp(http);
    context.setRequestId("request-1");
    context.setTimeEpoch(1_795_168_800_123L);
    APIGatewayV2HTTPEvent request = new APIGatewayV2HTTPEvent();
    request.setRawPath(path);
    request.setRawQueryString(query);
    request.setRequestContext(context);
    Map<String, String> headers = new HashMap<>();
    headers.put("referer", "https://shop.example/");
    headers.put("User-Agent", "Browser/1.0");
    headers.put("Accept-Language", "de");
    request.setHeaders(headers);
    return request;
  }
}
