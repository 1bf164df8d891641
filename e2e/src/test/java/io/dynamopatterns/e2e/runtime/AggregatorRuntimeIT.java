package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each handler of the aggregator under AWS's runtime client, after the mappings as deployed. */
@RuntimeTest
class AggregatorRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.aggregator.";
  private static final String COUNT = PACKAGE + "CountHandler";
  private static final String PUBLISH = PACKAGE + "PublishHandler";
  private static final String TABLE = "dynamo-patterns-dev-aggregates";

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
  void eventsAreCollectedCountedCompletedAndPublishedOnce() throws Exception {
    collect();
    Map<String, String> rule =
        Map.of(
            "AGGREGATOR_RULE_COUNT",
            "3",
            "AGGREGATOR_RULE_MATCHES",
            "{\"path\":[{\"prefix\":\"/about\"}]}");
    try (LambdaRuntime count = fleet.start(COUNT, rule)) {
      EventSourceMapping counting = fleet.mapping(fleet.tableMapping(COUNT), count);
      counting.drain();
      assertThat(counting.stats().delivered()).as("events").isEqualTo(3);
      assertThat(counting.stats().filtered())
          .as("what was rejected, and what the counter wrote itself")
          .isEqualTo(2);
    }
    try (LambdaRuntime publish = fleet.start(PUBLISH)) {
      EventSourceMapping publishing = fleet.mapping(fleet.tableMapping(PUBLISH), publish);
      publishing.drain();
      assertThat(publishing.stats().delivered()).as("the completion").isEqualTo(1);
      assertThat(publishing.stats().filtered()).isEqualTo(4);
    }
    JsonNode completed = fleet.published("AggregateCompleted").getFirst();
    assertThat(completed.path("group").asText()).isEqualTo("192.0.2.1");
    assertThat(completed.path("count").asInt()).isEqualTo(3);
    assertThat(completed.path("members")).hasSize(3);

    try (LambdaRuntime read = fleet.start(PACKAGE + "AggregatorReadHandler")) {
      JsonNode group = ask(read, "{\"operation\":\"show\",\"group\":\"192.0.2.1\"}");
      assertThat(group.path("state").asText()).isEqualTo("COMPLETE");
      assertThat(group.path("marks")).as("the pattern matched the second of them").hasSize(1);
      assertThat(ask(read, "{\"operation\":\"members\",\"group\":\"192.0.2.1\"}").path("members"))
          .hasSize(3);
      assertThat(ask(read, "{\"operation\":\"list\"}").path("rounds")).isEmpty();
      assertThat(ask(read, "{\"operation\":\"rejected\"}").at("/rejected/0/reason").asText())
          .isNotEmpty();
    }
  }

  @Test
  void anIncompleteGroupInvokesNoPublisherAndExpires() throws Exception {
    collect();
    try (LambdaRuntime count = fleet.start(COUNT)) {
      fleet.mapping(fleet.tableMapping(COUNT), count).drain();
    }
    try (LambdaRuntime publish = fleet.start(PUBLISH)) {
      EventSourceMapping publishing = fleet.mapping(fleet.tableMapping(PUBLISH), publish);
      publishing.drain();
      assertThat(publishing.stats().invocations()).isZero();

      try (LambdaRuntime expire = fleet.start(PACKAGE + "ExpireHandler")) {
        Instant slot = Instant.now().plus(Duration.ofHours(169));
        assertThat(
                ask(expire, "{\"scheduledTime\":\"%s\"}".formatted(slot)).path("expired").asInt())
            .isEqualTo(1);
      }
      publishing.drain();
      assertThat(publishing.stats().delivered()).as("the expiry").isEqualTo(1);
    }
    assertThat(fleet.published("AggregateExpired")).hasSize(1);
    assertThat(fleet.published("AggregateCompleted")).isEmpty();
  }

  /** Which each pattern's own tests put to the proof, on records that its table really wrote. */
  @Test
  void theRecordedStateHasTheFiltersOfThePatternsAndNoOthers() throws Exception {
    JsonNode filters = filters("aggregator-fn");
    for (MappingSpec mapping : FleetState.recorded().mappings()) {
      List<JsonNode> recorded = new ArrayList<>();
      for (String filter : mapping.filters()) {
        recorded.add(new ObjectMapper().readTree(filter));
      }
      List<JsonNode> expected = new ArrayList<>();
      if (mapping.equals(fleet.tableMapping(COUNT))) {
        filters.path("count").forEach(expected::add);
      } else if (mapping.equals(fleet.tableMapping(PUBLISH))) {
        filters.path("publish").forEach(expected::add);
      } else if (mapping.equals(fleet.tableMapping("io.dynamopatterns.processor.RunHandler"))) {
        filters("processor-fn").path("run").forEach(expected::add);
      }
      assertThat(recorded).as(mapping.address()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static JsonNode filters(String module) throws Exception {
    return new ObjectMapper()
        .readTree(Project.root().resolve(module).resolve("filters.json").toFile());
  }

  /** Three events of one client, delivered twice, and a record that is none. */
  private void collect() throws Exception {
    try (LambdaRuntime collect = fleet.start(PACKAGE + "AggregatorCollectHandler")) {
      ask(collect, fleet.event("kinesis"));
      ask(collect, fleet.event("kinesis"));
      ask(collect, fleet.event("kinesis-rejected"));
    }
    assertThat(fleet.items(TABLE)).as("events and a rejected record").hasSize(4);
  }

  private static JsonNode ask(LambdaRuntime runtime, String request) throws Exception {
    JsonNode answer = RecordedFleet.answer(runtime, request);
    assertThat(answer.findValues("itemIdentifier")).as(runtime.output()).isEmpty();
    return answer;
  }
}
