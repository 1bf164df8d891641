package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.StateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FanOutSectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBSCRIBERS =
      """
      {"all":{"queue":"https://q/1/all.fifo","deadLetters":"https://q/1/all-dead.fifo",
        "filters":[],"target":{"type":"queue"}},
       "errors":{"queue":"https://q/1/errors.fifo","deadLetters":"https://q/1/errors-dead.fifo",
        "filters":["{\\"dynamodb\\":{\\"NewImage\\":{\\"status\\":{\\"N\\":[{\\"prefix\\":\\"4\\"}]}}}}"],
        "target":{"type":"event_bus","name":"fleet"}}}""";

  private final Map<String, List<JsonNode>> messages = new LinkedHashMap<>();
  private long deadLetters;

  @Test
  void everySubscriberHasTheChangesThatItsFiltersLetThrough() throws Exception {
    got("all", "1 a", "2 b", "3 a");
    got("errors", "2 b");

    Figures figures = figures();

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json())
        .hasToString(
            "{\"subscribers\":{\"all\":{\"delivered\":3,\"deadLettered\":0},"
                + "\"errors\":{\"delivered\":1,\"deadLettered\":0}}}");
  }

  @Test
  void aMessageThatIsDeliveredAgainCountsOnce() throws Exception {
    got("all", "1 a", "2 b", "1 a", "3 a", "1 a");
    got("errors", "2 b", "2 b");

    assertThat(figures().problems()).isEmpty();
  }

  @Test
  void whatIsMissingStrangeOrOutOfOrderIsAProblem() throws Exception {
    got("all", "3 a", "1 a");
    got("errors", "2 b", "3 a");

    assertThat(figures().problems())
        .containsExactly(
            "fan-out: all has 2 changes of 3",
            "fan-out: all has changes of an item out of their order",
            "fan-out: errors has 1 changes that no filter lets through");
  }

  @Test
  void aChangeUnderTwoIdsAndAnIdOfTwoChangesAreProblems() throws Exception {
    got("all", "1 a", "2 b", "3 a");
    messages.get("all").add(message("other", "2", "b"));
    got("errors", "2 b");
    messages.get("errors").add(message("id-2", "3", "a"));

    assertThat(figures().problems())
        .containsExactly(
            "fan-out: all has changes of an item out of their order",
            "fan-out: all has 1 messages whose id is not that of their change",
            "fan-out: errors has 1 messages whose id is not that of their change");
  }

  @Test
  void aDeadLetterIsAProblem() throws Exception {
    got("all", "1 a", "2 b", "3 a");
    got("errors", "2 b");
    deadLetters = 1;

    assertThat(figures().problems())
        .containsExactly(
            "fan-out has 1 dead letters of all; they are in .fleet/dead-letters",
            "fan-out has 1 dead letters of errors; they are in .fleet/dead-letters");
  }

  @Test
  void ofAFunctionTheNumberOfMessagesMustReachThatOfTheChanges() throws Exception {
    FanOutSection section = section();
    Map<FanOutSubscriber, FanOutSection.Received> received = new LinkedHashMap<>();
    for (FanOutSubscriber subscriber : section.subscribers()) {
      received.put(subscriber, new FanOutSection.Received(Optional.empty(), 1, false, 0));
    }

    assertThat(section.figures(changes(), received).problems())
        .containsExactly("fan-out: all took 1 messages of 3 changes");
  }

  @Test
  void aVariableThatIsNotWhatTerraformSetsIsShown() {
    assertThatThrownBy(() -> FanOutSubscriber.parse("{}"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("FANOUT_SUBSCRIBERS is not Base64 of gzip of JSON: {}");
  }

  private void got(String subscriber, String... changes) throws IOException {
    List<JsonNode> all = messages.computeIfAbsent(subscriber, any -> new ArrayList<>());
    for (String change : changes) {
      String[] parts = change.split(" ");
      all.add(message("id-" + parts[0], parts[0], parts[1]));
    }
  }

  private static JsonNode message(String id, String change, String key) throws IOException {
    return JSON.readTree(
        """
        {"id":"%s","sequenceNumber":"%s","keys":{"path":{"S":"%s"}}}"""
            .formatted(id, change, key));
  }

  private Figures figures() throws IOException {
    FanOutSection section = section();
    Map<FanOutSubscriber, FanOutSection.Received> received = new LinkedHashMap<>();
    for (FanOutSubscriber subscriber : section.subscribers()) {
      received.put(
          subscriber,
          new FanOutSection.Received(
              Optional.of(messages.get(subscriber.name())), 0, false, deadLetters));
    }
    return section.figures(changes(), received);
  }

  private static FanOutSection section() throws IOException {
    return new FanOutSection(
        Map.of("FANOUT_TABLE", "pages", "FANOUT_SUBSCRIBERS", encoded(SUBSCRIBERS)));
  }

  private static List<JsonNode> changes() throws IOException {
    List<JsonNode> changes = new ArrayList<>();
    for (String change : List.of("1 a 200", "2 b 404", "3 a 500")) {
      String[] parts = change.split(" ");
      changes.add(
          JSON.readTree(
              """
              {"eventName":"MODIFY","dynamodb":{"SequenceNumber":"000%s","Keys":{"path":{"S":"%s"}},
               "NewImage":{"path":{"S":"%s"},"status":{"N":"%s"}}}}"""
                  .formatted(parts[0], parts[1], parts[1], parts[2])));
    }
    return changes;
  }

  private static String encoded(String json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
