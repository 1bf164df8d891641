package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each handler of the periodic aggregator under AWS's runtime client. */
@RuntimeTest
class PeriodicRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.periodic.";

  @Test
  void eventsAreCollectedAndTheirPeriodIsClosedWithOneDigestThoughTheSlotFiresTwice()
      throws Exception {
    try (RecordedFleet fleet = new RecordedFleet()) {
      try (LambdaRuntime collect = fleet.start(PACKAGE + "PeriodicCollectHandler")) {
        ask(collect, fleet.event("kinesis"));
        ask(collect, fleet.event("kinesis"));
        ask(collect, fleet.event("kinesis-rejected"));
      }
      try (LambdaRuntime close = fleet.start(PACKAGE + "CloseHandler")) {
        ask(close, slot("2015-05-17T11:04:59Z"));
        assertThat(fleet.published("DigestReady")).as("within the grace").isEmpty();

        ask(close, slot("2015-05-17T11:05:00Z"));
        ask(close, slot("2015-05-17T11:05:00Z"));
      }
      List<JsonNode> digests = fleet.published("DigestReady");
      assertThat(digests).hasSize(1);
      assertThat(digests.getFirst().path("group").asText()).isEqualTo("192.0.2.1");
      assertThat(digests.getFirst().path("count").asInt()).isEqualTo(3);
      assertThat(digests.getFirst().path("members")).hasSize(3);
      assertThat(fleet.published("PeriodClosed")).hasSize(1);
      assertThat(fleet.published("PeriodClosed").getFirst().path("events").asInt()).isEqualTo(3);

      String period = digests.getFirst().path("period").asText();
      try (LambdaRuntime read = fleet.start(PACKAGE + "PeriodicReadHandler")) {
        JsonNode members =
            ask(
                read,
                "{\"operation\":\"members\",\"period\":\"%s\",\"group\":\"192.0.2.1\"}"
                    .formatted(period));
        assertThat(members.path("members")).hasSize(3);
        assertThat(members.path("state").asText()).isEqualTo("CLOSED");
      }
    }
  }

  private static String slot(String time) {
    return "{\"scheduledTime\":\"%s\"}".formatted(time);
  }

  private static JsonNode ask(LambdaRuntime runtime, String request) throws Exception {
    JsonNode answer = RecordedFleet.answer(runtime, request);
    assertThat(answer.findValues("itemIdentifier")).as(runtime.output()).isEmpty();
    return answer;
  }
}
