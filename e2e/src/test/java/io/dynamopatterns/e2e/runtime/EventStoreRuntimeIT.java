package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each handler of the event store under AWS's runtime client. */
@RuntimeTest
class EventStoreRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.eventstore.";
  private static final String INGEST = PACKAGE + "IngestHandler";
  private static final String PLAYBACK = PACKAGE + "PlaybackHandler";
  private static final String BUFFER = "dynamo-patterns-dev-events-buffer";

  private RecordedFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new RecordedFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void eventsAreStoredTheWatermarkIsMovedAndAllIsPlayedBackInOrder() throws Exception {
    try (LambdaRuntime ingest = fleet.start(INGEST)) {
      assertThat(ask(ingest, fleet.event("kinesis")).findValues("itemIdentifier")).isEmpty();
      assertThat(ask(ingest, fleet.event("kinesis")).findValues("itemIdentifier")).isEmpty();
    }
    try (LambdaRuntime watermark = fleet.start(PACKAGE + "WatermarkHandler")) {
      assertThat(ask(watermark, "{}").path("shards").asInt()).isGreaterThanOrEqualTo(2);
    }
    assertThatThreeEventsArePlayedBack(Map.of());
  }

  @Test
  void eventsGoThroughTheBufferInItsMode() throws Exception {
    fleet.createTable(BUFFER, "pk");
    Map<String, String> buffered =
        Map.of("EVENTSTORE_MODE", "buffered", "EVENTSTORE_BUFFER_TABLE", BUFFER);
    try (LambdaRuntime ingest = fleet.start(INGEST, buffered)) {
      ask(ingest, fleet.event("kinesis"));
    }
    assertThat(fleet.items(BUFFER)).hasSize(3);
    try (LambdaRuntime pump =
        fleet.start(
            "eventstore-fn.jar", PACKAGE + "PumpHandler", fleet.environment(INGEST), buffered)) {
      assertThat(ask(pump, "{}").path("moved").asInt()).isEqualTo(3);
    }
    assertThat(fleet.items(BUFFER)).isEmpty();
    assertThatThreeEventsArePlayedBack(buffered);
  }

  @Test
  void aRequestForThePixelBecomesAnEventThatEveryConsumerOfClicksReads() throws Exception {
    try (LambdaRuntime track = fleet.start(PACKAGE + "TrackHandler")) {
      JsonNode answer = ask(track, RealRuntimeIT.event("function-url"));

      assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
      assertThat(answer.at("/headers/Content-Type").asText()).isEqualTo("image/gif");
      assertThat(answer.at("/headers/Cache-Control").asText()).isEqualTo("no-store");
      assertThat(Base64.getDecoder().decode(answer.path("body").asText())).hasSize(43);
    }
    List<KinesisRecord> records =
        fleet.clicks().shards().stream().flatMap(shard -> shard.read(0, 10).stream()).toList();
    assertThat(records).hasSize(1);
    JsonNode click = new ObjectMapper().readTree(records.getFirst().data());
    assertThat(click.path("client").asText()).isEqualTo("192.0.2.9");
    assertThat(click.path("path").asText()).isEqualTo("/track.gif?page=home&x=1");
    assertThat(click.path("method").asText()).isEqualTo("GET");
    assertThat(click.path("status").asInt()).isEqualTo(200);
    assertThat(click.path("time").asText()).startsWith("2026-11-20T10:00:00");
    assertThat(click.path("userAgent").asText()).isEqualTo("Mozilla/5.0");
  }

  private void assertThatThreeEventsArePlayedBack(Map<String, String> settings) throws Exception {
    try (LambdaRuntime playback = fleet.start(PLAYBACK, settings)) {
      JsonNode page = ask(playback, "{\"operation\":\"list\",\"pastWatermark\":true}");
      assertThat(page.path("events")).hasSize(3);
      assertThat(page.at("/events/0/data").asText()).contains("access.log:1");
      assertThat(page.at("/events/2/data").asText()).contains("access.log:3");
      assertThat(ask(playback, "{\"operation\":\"watermark\"}").path("shards")).isNotEmpty();
    }
  }

  private static JsonNode ask(LambdaRuntime runtime, String request) throws Exception {
    return RecordedFleet.answer(runtime, request);
  }
}
