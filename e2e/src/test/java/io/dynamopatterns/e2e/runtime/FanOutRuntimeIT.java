package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each handler of the fan-out under AWS's runtime client, with the queues as deployed. */
@RuntimeTest
class FanOutRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.fanout.";
  private static final String ERRORS = "dynamo-patterns-dev-fanout-errors.fifo";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The deployed queues, and a filter that lets half of the recorded changes pass. */
  private static final String SUBSCRIBERS =
      """
      {"all": {"queue": "URL-all.fifo", "deadLetters": "URL-all-dead.fifo",
               "filters": [], "target": {"type": "queue"}},
       "errors": {"queue": "URL-errors.fifo", "deadLetters": "URL-errors-dead.fifo",
                  "filters": ["{\\"eventName\\":[\\"REMOVE\\"]}"],
                  "target": {"type": "event_bus", "name": "dynamo-patterns-dev-fleet"}}}
      """
          .replace(
              "URL", "https://sqs.us-east-1.amazonaws.com/123456789012/dynamo-patterns-dev-fanout");

  private RecordedFleet fleet;

  @BeforeEach
  void start() {
    fleet = new RecordedFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void changesAreDispatchedAndReplayedFromTheHistoryWithTheSameIds() throws Exception {
    try (LambdaRuntime dispatch = fanOut("DispatchHandler")) {
      assertThat(ask(dispatch, fleet.event("dynamodb-stream")).findValues("itemIdentifier"))
          .isEmpty();
      assertThat(dispatch.output())
          .contains("\"Changes\":4", "\"Sent.all\":4", "\"Sent.errors\":2");
      assertThat(
              ask(dispatch, fleet.event("dynamodb-stream-malformed"))
                  .findValuesAsText("itemIdentifier"))
          .as("a poison record fails alone")
          .containsExactly("4421584500000000017450439095");
    }
    List<JsonNode> errors = fleet.messages(ERRORS);
    assertThat(errors)
        .extracting(
            message -> message.at("/keys/path/S").asText(),
            message -> message.path("byTimeToLive").asBoolean())
        .containsExactlyInAnyOrder(tuple("/gone.html", false), tuple("/expired.html", true));

    try (LambdaRuntime record = fleet.start("io.dynamopatterns.history.RecordHandler")) {
      ask(record, fleet.event("dynamodb-stream"));
    }
    try (LambdaRuntime replay = fanOut("ReplayHandler")) {
      JsonNode answer =
          ask(
              replay,
              """
              {"operation":"replay","subscriber":"errors","replay":"e2e",
               "from":"2025-01-01T00:00:00Z","to":"2027-01-01T00:00:00Z"}""");
      assertThat(answer.path("sent").asInt()).isEqualTo(2);
      assertThat(answer.path("filtered").asInt()).isEqualTo(2);
      assertThat(answer.path("done").asBoolean()).isTrue();
      assertThat(
              ask(replay, "{\"operation\":\"redrive\",\"subscriber\":\"errors\"}")
                  .path("started")
                  .asBoolean())
          .isTrue();
      assertThat(replay.invoke("{\"operation\":\"replay\"}").isError()).isTrue();
    }
    List<JsonNode> all = fleet.messages(ERRORS);
    assertThat(all).hasSize(4);
    List<JsonNode> replayed = all.subList(2, 4);
    assertThat(replayed)
        .extracting(message -> message.path("id"))
        .containsExactlyInAnyOrderElementsOf(
            errors.stream().map(message -> message.path("id")).toList());
    assertThat(replayed).extracting(message -> message.path("replay").asText()).containsOnly("e2e");
  }

  @Test
  void aBatchOfAFifoQueueIsPutOnTheBusAndOneThatIsNoneIsReportedWithItsGroup() throws Exception {
    try (LambdaRuntime deliver = fanOut("DeliverHandler")) {
      String batch = fleet.event("sqs-fifo");
      assertThat(ask(deliver, batch).findValues("itemIdentifier")).isEmpty();

      JsonNode broken = JSON.readTree(batch);
      ((ObjectNode) broken.at("/Records/0")).put("body", "no JSON");
      assertThat(ask(deliver, broken.toString()).findValuesAsText("itemIdentifier"))
          .as("the broken message and the one behind it in its group")
          .containsExactly(
              "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5", "11d6ee51-4cc7-4302-9e22-7cd8afdaadf6");
    }
    List<JsonNode> events = fleet.events("TableChanged");
    assertThat(events)
        .extracting(event -> event.at("/detail/keys/path/S").asText())
        .containsExactlyInAnyOrder("/index.html", "/index.html", "/gone.html", "/gone.html");
    assertThat(events)
        .extracting(event -> event.path("source").asText())
        .containsOnly("dynamopatterns.fanout");
  }

  /** A function as deployed, but for who gets what. */
  private LambdaRuntime fanOut(String handler) throws IOException {
    return fleet.start(PACKAGE + handler, Map.of("FANOUT_SUBSCRIBERS", base64gzip(SUBSCRIBERS)));
  }

  private static String base64gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static JsonNode ask(LambdaRuntime runtime, String request) throws Exception {
    return RecordedFleet.answer(runtime, request);
  }
}
