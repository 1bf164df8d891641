package io.dynamopatterns.emulator.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventBridgeEndpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private EventJournal journal;
  private EventBridgeEndpoint endpoint;

  @BeforeEach
  void start() {
    journal = new EventJournal(directory.resolve("events.jsonl"));
    endpoint = EventBridgeEndpoint.start(List.of("fleet"), journal);
  }

  @AfterEach
  void stop() {
    endpoint.close();
    journal.close();
  }

  @Test
  void anEventIsKeptAsATargetWouldGetIt() throws Exception {
    ObjectNode entry = entry("{\"id\":\"1\"}").put("Time", 1763633400.5);

    HttpResponse<String> answer = put(entry);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("FailedEntryCount").asInt()).isZero();
    JsonNode event = kept().getFirst();
    assertThat(event.path("id")).isEqualTo(body.at("/Entries/0/EventId"));
    assertThat(event.path("source").asText()).isEqualTo("dynamopatterns.test");
    assertThat(event.path("detail-type").asText()).isEqualTo("Tested");
    assertThat(event.path("time").asText()).isEqualTo("2025-11-20T10:10:00Z");
    assertThat(event.at("/detail/id").asText()).isEqualTo("1");
    assertThat(event.path("eventBusName").asText()).isEqualTo("fleet");
  }

  /** The file is read while the fleet is up, and is whole when it is killed. */
  @Test
  void anEventIsInTheFileWhenItsPublisherIsAnswered() throws Exception {
    put(entry("{\"id\":\"1\"}"));

    assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(1);
  }

  @Test
  void aBusIsFoundByItsArnToo() throws Exception {
    ObjectNode entry =
        entry("{}").put("EventBusName", "arn:aws:events:us-east-1:123456789012:event-bus/fleet");

    assertThat(put(entry).statusCode()).isEqualTo(200);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void anEntryThatIsWrongFailsAloneAndTheOthersAreKept() throws Exception {
    ObjectNode withoutType = entry("{}");
    withoutType.remove("DetailType");

    HttpResponse<String> answer = put(entry("[1]"), entry("{} x"), withoutType, entry("{}"));

    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("FailedEntryCount").asInt()).isEqualTo(3);
    assertThat(body.at("/Entries/0/ErrorCode").asText()).isEqualTo("MalformedDetail");
    assertThat(body.at("/Entries/1/ErrorCode").asText()).isEqualTo("MalformedDetail");
    assertThat(body.at("/Entries/2/ErrorMessage").asText()).contains("DetailType");
    assertThat(body.at("/Entries/3/EventId").asText()).isNotEmpty();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aBusThatIsNotThereIsRefusedAndNothingIsKept() throws Exception {
    HttpResponse<String> answer = put(entry("{}"), entry("{}").put("EventBusName", "other"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("ResourceNotFoundException", "Event bus other does not exist", "fleet");
    assertThat(kept()).isEmpty();
  }

  @Test
  void moreThanTenEntriesAreRefused() throws Exception {
    ObjectNode[] entries = new ObjectNode[11];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry("{}");
    }

    assertThat(put(entries).body()).contains("ValidationException", "1 to 10 entries, not 11");
    assertThat(put().body()).contains("ValidationException");
    assertThat(kept()).isEmpty();
  }

  @Test
  void moreThan256KilobytesInAllAreRefused() throws Exception {
    String half = "{\"a\":\"" + "x".repeat(128 * 1024) + "\"}";

    assertThat(put(entry(half)).statusCode()).isEqualTo(200);
    assertThat(put(entry(half), entry(half)).body())
        .contains("ValidationException", "262144 bytes in all");
  }

  @Test
  void anotherOperationIsRefusedByName() throws Exception {
    assertThat(post("AWSEvents.PutRule", "{}").body()).contains("not PutRule");
    assertThat(post("AWSEvents.PutEvents", "{").body()).contains("SerializationException");
  }

  private static ObjectNode entry(String detail) {
    return JSON.createObjectNode()
        .put("EventBusName", "fleet")
        .put("Source", "dynamopatterns.test")
        .put("DetailType", "Tested")
        .put("Detail", detail);
  }

  private List<JsonNode> kept() {
    List<JsonNode> events = new ArrayList<>();
    journal.read(events::add);
    return events;
  }

  private HttpResponse<String> put(ObjectNode... entries) throws Exception {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode array = request.putArray("Entries");
    array.addAll(List.of(entries));
    return post("AWSEvents.PutEvents", request.toString());
  }

  private HttpResponse<String> post(String target, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(endpoint.endpoint() + "/"))
              .header("X-Amz-Target", target)
              .header("Content-Type", "application/x-amz-json-1.1")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
