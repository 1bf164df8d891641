package io.dynamopatterns.aggregator.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.EventSchemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublisherIT {
  private final String table = Database.newTable();

  @Test
  void aRoundIsPublishedWithItsMembersAsTheSchemaSays() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    aggregator.collect(Clicks.clicks().add("ann", 4).add("bob", 2));
    aggregator.settle();

    assertThat(aggregator.bus().published()).hasSize(1);
    var entry = aggregator.bus().published().getFirst();
    assertThat(entry.source()).isEqualTo("dynamopatterns.aggregator");
    assertThat(entry.detailType()).isEqualTo("AggregateCompleted");
    assertThat(entry.eventBusName()).isEqualTo("test-fleet");
    JsonNode detail = aggregator.completed().getFirst();
    EventSchemas.assertValid("AggregateCompleted", detail.toString());
    assertThat(detail.get("members")).hasSize(3);
    assertThat(entry.time()).isEqualTo(Instant.parse(detail.get("time").asText()));
  }

  /** What is sent again is the same to the letter, so that consumers may tell it by its id. */
  @Test
  void aRecordThatIsDeliveredAgainIsPublishedAgainWithTheSameDetail() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    aggregator.collect(Clicks.clicks().add("ann", 3));
    aggregator.settle();
    aggregator.collect(Clicks.clicks().add("ann", "late"));
    aggregator.settle();
    aggregator.mapping("publish", 10, aggregator.publishFunction()).drain();

    assertThat(aggregator.bus().published()).hasSize(2);
    assertThat(aggregator.bus().published().get(1).detail())
        .isEqualTo(aggregator.bus().published().get(0).detail());
    assertThat(aggregator.completed()).hasSize(1);
  }

  @Test
  void roundsGroupsTablesAndEndsHaveDifferentIds() {
    Map<String, String> environment = Settings.count(table, 1);
    environment.put("AGGREGATOR_AFTER_COMPLETION", "NEXT_ROUND");
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 3).add("bob", 1));
    aggregator.settle();
    Aggregator other = new Aggregator(Settings.count(Database.newTable(), 1));
    other.collect(Clicks.clicks().add("ann", 1));
    other.settle();

    assertThat(aggregator.completed()).hasSize(4);
    assertThat(aggregator.completed())
        .extracting(detail -> detail.get("id").asText())
        .doesNotContain(other.completed().getFirst().get("id").asText());
  }

  @Test
  void membersThatAreTooManyAreGivenAsAPointer() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 300));
    aggregator.collect(Clicks.clicks().add("ann", 300));
    aggregator.settle();

    JsonNode detail = aggregator.completed().getFirst();
    EventSchemas.assertValid("AggregateCompleted", detail.toString());
    assertThat(detail.get("pointer").get("count").asLong()).isEqualTo(300);
    assertThat(detail.get("pointer").get("table").asText()).isEqualTo(table);
    assertThat(detail.get("pointer").get("round").asLong()).isEqualTo(1);
  }

  /** Few, but of 100 KB each: together more than an event may have. And one of 500 KB. */
  @Test
  void membersThatAreTooLargeAreGivenAsAPointer() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 3));
    for (int i = 0; i < 3; i++) {
      aggregator.collect(Clicks.clicks().addRaw(large("ann", i, 100_000)));
    }
    aggregator.collect(
        Clicks.clicks().addRaw(large("bob", 0, 500_000)).add("bob", "b").add("bob", "c"));
    aggregator.settle();

    assertThat(aggregator.completed())
        .hasSize(2)
        .allSatisfy(detail -> assertThat(detail.has("pointer")).isTrue());
    assertThat(aggregator.bus().published())
        .allSatisfy(
            entry ->
                assertThat(entry.detail().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThan(EventPublisher.MAX_BYTES));
  }

  @Test
  void anExpiredRoundIsPublishedAsTheSchemaSays() {
    Map<String, String> environment = Settings.count(table, 3);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "1");
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 2));
    aggregator.settle();
    Instant scheduled = Instant.now().plus(Duration.ofHours(2));
    aggregator.expire(scheduled);
    aggregator.publishing().drain();

    assertThat(aggregator.expired()).hasSize(1);
    JsonNode detail = aggregator.expired().getFirst();
    EventSchemas.assertValid("AggregateExpired", detail.toString());
    assertThat(detail.get("count").asLong()).isEqualTo(2);
    assertThat(Instant.parse(detail.get("time").asText()))
        .isEqualTo(Instant.ofEpochMilli(scheduled.toEpochMilli()));
  }

  @Test
  void whatTheBusRefusesIsDeliveredAgain() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 1));
    aggregator.collect(Clicks.clicks().add("ann", 1).add("bob", 1));
    aggregator.counting().drain();
    List<SourceRecord> completions =
        new TableRecords(table)
            .read().stream().filter(change -> change.text().contains("COMPLETE")).toList();
    aggregator.bus().refuse(detail -> true);
    assertThat(aggregator.publish(TableRecords.event(completions)))
        .containsExactly(completions.getFirst().sequenceNumber());

    aggregator.bus().refuse(detail -> false);
    assertThat(aggregator.publish(TableRecords.event(completions))).isEmpty();
    assertThat(aggregator.completed()).hasSize(2);
  }

  /**
   * What the bus refuses once, it refuses always. The pointer has nothing of what producers sent.
   */
  @Test
  void aRoundWhoseContentTheBusRefusesIsPublishedAsAPointer() {
    Map<String, String> environment = Settings.count(table, 1);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "1");
    Aggregator aggregator = new Aggregator(environment);
    aggregator.bus().refuse(detail -> detail.contains("articles"));
    aggregator.collect(Clicks.clicks().add("ann", 1).add("bob", 1));
    aggregator.settle();

    assertThat(aggregator.discards()).isEmpty();
    assertThat(aggregator.completed())
        .hasSize(2)
        .allSatisfy(
            detail -> {
              EventSchemas.assertValid("AggregateCompleted", detail.toString());
              assertThat(detail.has("pointer")).isTrue();
            });
  }

  @Test
  void aRoundThatIsRefusedAlsoAsAPointerEndsInTheFailureDestinationAndKeepsBackNoOther() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 1));
    aggregator.bus().refuse(detail -> detail.contains("\"group\":\"ann\""));
    aggregator.collect(Clicks.clicks().add("ann", 1).add("bob", 1).add("cyd", 1));
    aggregator.settle();

    assertThat(aggregator.discards()).hasSize(1);
    assertThat(Rounds.in(aggregator.completed())).containsExactly("bob/1", "cyd/1");
  }

  /** A filter that lets too much through is a fault of the set-up, and is not passed over. */
  @Test
  void aRecordOfAnOpenRoundIsRefusedAndTheOthersArePublished() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 2));
    aggregator.collect(Clicks.clicks().add("ann", 1).add("bob", 2));
    aggregator.counting().drain();
    List<SourceRecord> rounds =
        new TableRecords(table)
            .read().stream().filter(change -> change.text().contains("#head#")).toList();
    assertThat(aggregator.publish(TableRecords.event(rounds))).hasSize(1);
    assertThat(aggregator.completed()).hasSize(1);
  }

  private static String large(String client, int number, int bytes) {
    return "{\"id\":\"large-%d\",\"client\":\"%s\",\"time\":\"2026-11-20T10:00:00Z\",\"text\":\"%s\"}"
        .formatted(number, client, "x".repeat(bytes));
  }
}
