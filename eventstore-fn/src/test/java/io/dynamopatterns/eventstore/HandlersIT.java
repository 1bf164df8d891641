package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import io.dynamopatterns.eventstore.ingest.Ingester;
import io.dynamopatterns.eventstore.kit.Database;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.playback.PlaybackFunction;
import io.dynamopatterns.eventstore.pump.Pump;
import io.dynamopatterns.eventstore.track.Tracker;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.TestHandlers;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handlers with their whole application context, and the environment as Lambda gives it. */
class HandlersIT {
  /** What the handlers have injected. */
  private static final List<Class<?>> STARTED =
      List.of(
          Ingester.class,
          Pump.class,
          PlaybackFunction.class,
          Tracker.class,
          WatermarkFunction.class);

  private static final EmbeddedKinesisStream CLICKS =
      new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
  private static final KinesisEndpoint KINESIS = KinesisEndpoint.start(List.of(CLICKS));

  @Test
  void anEventIsIngestedPumpedAndPlayedBack() {
    Map<String, Object> environment = environment();
    environment.put("EVENTSTORE_MODE", "buffered");
    environment.put("EVENTSTORE_BUFFER_TABLE", Database.newTable("pk"));
    Stream stream = new Stream(1);
    stream.put("shardId-000000000000", Instant.now().minusSeconds(60), "k", new byte[] {'x'});

    assertThat(
            start(IngestHandler::new, environment)
                .handleRequest(Stream.event(stream.messages()), LambdaContexts.FIVE_MINUTES)
                .getBatchItemFailures())
        .isEmpty();
    assertThat(
            start(PumpHandler::new, environment)
                .handleRequest(Map.of(), LambdaContexts.FIVE_MINUTES))
        .containsEntry("moved", 1L)
        .containsEntry("done", true);
    assertThat(
            start(PlaybackHandler::new, environment)
                .handleRequest(
                    Map.of("operation", "list", "pastWatermark", true),
                    LambdaContexts.FIVE_MINUTES))
        .containsEntry("count", 1);
  }

  @Test
  void theWatermarkFollowsTheClockOfKinesis() {
    Map<String, Object> answer =
        start(WatermarkHandler::new, environment())
            .handleRequest(Map.of(), LambdaContexts.FIVE_MINUTES);
    Instant now = Instant.now();
    assertThat(Instant.parse((String) answer.get("watermark")))
        .isBetween(now.minusSeconds(60), now.minusSeconds(10));
  }

  @Test
  void aPixelIsPutOnTheStream() {
    APIGatewayV2HTTPEvent.RequestContext.Http http =
        new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod("GET");
    http.setSourceIp("203.0.113.9");
    APIGatewayV2HTTPEvent.RequestContext context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("request-1");
    APIGatewayV2HTTPEvent request = new APIGatewayV2HTTPEvent();
    request.setRawPath("/track.gif");
    request.setRequestContext(context);
    int before = CLICKS.shards().getFirst().size();

    assertThat(
            start(TrackHandler::new, environment())
                .handleRequest(request, LambdaContexts.FIVE_MINUTES)
                .getStatusCode())
        .isEqualTo(200);
    assertThat(CLICKS.shards().getFirst().size()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "EVENTSTORE_TABLE | - | environment variable EVENTSTORE_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "EVENTSTORE_MODE | fast | environment variable EVENTSTORE_MODE is 'fast'; allowed: direct, packed or buffered",
        "EVENTSTORE_MODE | buffered | environment variable EVENTSTORE_BUFFER_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "EVENTSTORE_SLOT_MINUTES | 7 | environment variable EVENTSTORE_SLOT_MINUTES is '7'; allowed: 1 to 1440 minutes that divide a day",
        "EVENTSTORE_SLOT_MINUTES | 0 | environment variable EVENTSTORE_SLOT_MINUTES is '0'; allowed: 1 to 1440 minutes that divide a day",
        "EVENTSTORE_SHARDS | 257 | environment variable EVENTSTORE_SHARDS is '257'; allowed: 1 to 256",
        "EVENTSTORE_SHARDS | 0 | environment variable EVENTSTORE_SHARDS is '0'; allowed: 1 to 256",
        "EVENTSTORE_STREAM | - | environment variable EVENTSTORE_STREAM is not set; allowed: the name of a Kinesis stream, 1 to 128 characters",
        "EVENTSTORE_RETENTION_DAYS | -1 | environment variable EVENTSTORE_RETENTION_DAYS is '-1'; allowed: 0 (for ever) or 1 to 99999 days",
      })
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable(
      String variable, String value, String message) {
    Map<String, Object> environment = environment();
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }
    TestHandlers.assertThatNoneStarts(environment, message, STARTED);
  }

  private static <T> T start(Supplier<T> handler, Map<String, Object> environment) {
    return TestHandlers.start(handler, environment, Map.of("kinesis", KINESIS.endpoint()));
  }

  private static Map<String, Object> environment() {
    Map<String, Object> environment = new HashMap<>();
    environment.put("EVENTSTORE_TABLE", Database.newTable("pk", "sk"));
    environment.put("EVENTSTORE_MODE", "direct");
    environment.put("EVENTSTORE_SLOT_MINUTES", "60");
    environment.put("EVENTSTORE_SHARDS", "4");
    environment.put("EVENTSTORE_STREAM", "clicks");
    environment.put("EVENTSTORE_RETENTION_DAYS", "0");
    return environment;
  }
}
