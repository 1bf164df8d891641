package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.local.events.EventBridgeEndpoint;
import io.dynamopatterns.local.events.EventJournal;
import io.dynamopatterns.local.sqs.SqsEndpoint;
import io.dynamopatterns.local.sqs.SqsMessage;
import io.dynamopatterns.local.state.QueueSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each handler of the fan-out under AWS's runtime client, fed with events as AWS records them. */
class FanOutRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.fanout.";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBSCRIBERS =
      """
      {"all": {"queue": "URL/dev-fanout-all.fifo", "deadLetters": "URL/dev-fanout-all-dead.fifo",
               "filters": [], "target": {"type": "queue"}},
       "errors": {"queue": "URL/dev-fanout-errors.fifo",
                  "deadLetters": "URL/dev-fanout-errors-dead.fifo",
                  "filters": ["{\\"eventName\\":[\\"REMOVE\\"]}"],
                  "target": {"type": "event_bus", "name": "dev-fleet"}}}
      """
          .replace("URL", "https://sqs.us-east-1.amazonaws.com/123456789012");

  private EmbeddedDynamoDb dynamoDb;
  private SqsEndpoint sqs;
  private EventJournal events;
  private EventBridgeEndpoint eventBridge;

  @BeforeAll
  static void requireLinux() {
    Level.RUNTIME.require(
        System.getProperty("os.name").equals("Linux"),
        "AWS's runtime interface client runs on Linux only");
  }

  @BeforeEach
  void start() throws IOException {
    dynamoDb = EmbeddedDynamoDb.start();
    dynamoDb.createTable("history", "pk", "sk");
    sqs = SqsEndpoint.start();
    for (String name : List.of("dev-fanout-all", "dev-fanout-errors")) {
      QueueSpec dead = queue(name + "-dead.fifo", Optional.empty());
      sqs.queues().create(dead);
      sqs.queues().create(queue(name + ".fifo", Optional.of(new QueueSpec.Redrive(dead.arn(), 5))));
    }
    Path journal = Files.createTempFile("events", ".jsonl");
    journal.toFile().deleteOnExit();
    events = new EventJournal(journal);
    eventBridge = EventBridgeEndpoint.start(List.of("dev-fleet"), events);
  }

  @AfterEach
  void stop() {
    eventBridge.close();
    events.close();
    sqs.close();
    dynamoDb.close();
  }

  @Test
  void changesAreDispatchedAndReplayedFromTheHistoryWithTheSameIds() throws Exception {
    try (LambdaRuntime dispatch = fanOut("DispatchHandler")) {
      assertThat(ask(dispatch, RealRuntimeIT.event("dynamodb-stream")).findValues("itemIdentifier"))
          .isEmpty();
      assertThat(dispatch.output())
          .contains("\"Changes\":4", "\"Sent.all\":4", "\"Sent.errors\":2");
      assertThat(
              ask(dispatch, RealRuntimeIT.event("dynamodb-stream-malformed"))
                  .findValuesAsText("itemIdentifier"))
          .as("a poison record fails alone")
          .containsExactly("4421584500000000017450439095");
    }
    List<JsonNode> errors = messages("dev-fanout-errors.fifo");
    assertThat(errors).hasSize(2);
    assertThat(errors.getFirst().at("/keys/path/S").asText()).isEqualTo("/gone.html");
    assertThat(errors.getLast().path("byTimeToLive").asBoolean()).isTrue();

    try (LambdaRuntime record =
        new LambdaRuntime(
            Project.historyJar(),
            "io.dynamopatterns.history.RecordHandler",
            Map.of("HISTORY_TABLE", "history"),
            dynamoDb.endpoint())) {
      ask(record, RealRuntimeIT.event("dynamodb-stream"));
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
    List<JsonNode> all = messages("dev-fanout-errors.fifo");
    assertThat(all).hasSize(4);
    assertThat(all.subList(2, 4).stream().map(message -> message.path("id")))
        .containsExactlyInAnyOrderElementsOf(
            errors.stream().map(message -> message.path("id")).toList());
    assertThat(all.getLast().path("replay").asText()).isEqualTo("e2e");
  }

  @Test
  void aBatchOfAFifoQueueIsPutOnTheBusAndOneThatIsNoneIsReportedWithItsGroup() throws Exception {
    try (LambdaRuntime deliver = fanOut("DeliverHandler")) {
      String batch = RealRuntimeIT.event("sqs-fifo");
      assertThat(ask(deliver, batch).findValues("itemIdentifier")).isEmpty();

      JsonNode broken = JSON.readTree(batch);
      ((ObjectNode) broken.at("/Records/0")).put("body", "no JSON");
      assertThat(ask(deliver, broken.toString()).findValuesAsText("itemIdentifier"))
          .as("the broken message and the one behind it in its group")
          .containsExactly(
              "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5", "11d6ee51-4cc7-4302-9e22-7cd8afdaadf6");
    }
    List<JsonNode> published = new ArrayList<>();
    events.read(published::add);
    assertThat(published).hasSize(4);
    assertThat(published.getFirst().path("detail-type").asText()).isEqualTo("TableChanged");
    assertThat(published.getFirst().path("source").asText()).isEqualTo("dynamopatterns.fanout");
    assertThat(published.getFirst().at("/detail/keys/path/S").asText()).isEqualTo("/index.html");
  }

  private LambdaRuntime fanOut(String handler) throws IOException {
    return new LambdaRuntime(
        Project.jarNamed("fanout-fn.jar"),
        PACKAGE + handler,
        Map.of(
            "FANOUT_TABLE", "pages",
            "FANOUT_HISTORY_TABLE", "history",
            "FANOUT_SUBSCRIBERS", base64gzip(SUBSCRIBERS)),
        Map.of(
            "DYNAMODB", dynamoDb.endpoint(),
            "SQS", sqs.endpoint(),
            "EVENTBRIDGE", eventBridge.endpoint()));
  }

  private List<JsonNode> messages(String queue) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    for (SqsMessage message : sqs.queues().messages(queue)) {
      messages.add(JSON.readTree(message.body()));
    }
    return messages;
  }

  private static QueueSpec queue(String name, Optional<QueueSpec.Redrive> redrive) {
    return new QueueSpec(
        name,
        "arn:aws:sqs:us-east-1:123456789012:" + name,
        true,
        Duration.ofSeconds(30),
        Duration.ZERO,
        false,
        true,
        256 * 1024,
        redrive);
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
