package io.dynamopatterns.aggregator.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model.Expected;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB deletes days after the expiry. Until then, what has expired counts as absent. */
class ForgottenGroupIT {
  private static final Duration RETENTION = Duration.ofDays(30);

  private final String table = Database.newTable();
  private final TestBus bus = new TestBus();

  @Test
  void aGroupHeardOfOnceAMonthCompletesEveryMonthThoughNothingIsDeleted() {
    Aggregator first = aggregator(2, "LATE");
    first.collect(Clicks.clicks().add("ann", "1").add("ann", "2"));
    first.settle();

    Aggregator later = aggregator(2, "LATE");
    expireEverything();
    later.collect(Clicks.clicks().add("ann", "3").add("ann", "4"));
    later.settle();

    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COMPLETE", 2, 0)));
    assertThat(published())
        .as("a completion each month")
        .containsExactlyInAnyOrder(List.of("1", "2"), List.of("3", "4"));
  }

  /** The write that begins the round anew also completes it: the stream shows one change. */
  @Test
  void aForgottenGroupThatOneEventCompletesIsPublished() {
    for (String after : List.of("LATE", "NEXT_ROUND")) {
      String id = "first-" + after;
      Aggregator first = aggregator(1, after);
      first.collect(Clicks.clicks().add(after, id).add(after, id + "-2"));
      first.settle();
      expireEverything();

      Aggregator later = aggregator(1, after);
      later.collect(Clicks.clicks().add(after, "again-" + after));
      later.settle();

      assertThat(published()).as(after).contains(List.of("again-" + after));
    }
  }

  @Test
  void aRedeliveryIsNotCountedIntoTheRoundThatBeginsAnew() {
    Aggregator first = aggregator(5, "LATE");
    first.collect(Clicks.clicks().add("ann", 3));
    List<SourceRecord> old = new TableRecords(table).readNewEvents();
    first.count(TableRecords.event(old));
    expireEverything();

    Aggregator later = aggregator(5, "LATE");
    later.count(TableRecords.event(old));
    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COLLECTING", 3, 0)));
    later.collect(Clicks.clicks().add("ann", "new"));
    later.settle();

    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COLLECTING", 1, 0)));
  }

  /** Had DynamoDB deleted in time, the event would have been stored anew. */
  @Test
  void anIdThatIsUsedAgainAfterTheRetentionIsANewEvent() {
    Aggregator first = aggregator(2, "LATE");
    first.collect(Clicks.clicks().add("ann", "login").add("ann", "click"));
    first.settle();
    expireEverything();

    Aggregator later = aggregator(2, "LATE");
    Clicks again = Clicks.clicks().add("ann", "login").add("ann", "click");
    later.collect(again);
    later.collect(again);
    later.settle();

    assertThat(bus.published()).as("the first one, again by a new mapping, and this").hasSize(3);
    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COMPLETE", 2, 0)));
  }

  @Test
  void aForgottenOpenRoundDoesNotExpireIntoNewLife() {
    Aggregator first = aggregator(5, "LATE");
    first.collect(Clicks.clicks().add("ann", 3));
    first.settle();
    expireEverything();

    Aggregator later = aggregator(5, "LATE");
    assertThat(later.expire(Instant.now().plus(Duration.ofDays(2)))).containsEntry("expired", 0L);
    later.collect(Clicks.clicks().add("ann", "new"));
    later.settle();

    assertThat(Rounds.in(table)).isEqualTo(Map.of("ann/1", new Expected("COLLECTING", 1, 0)));
  }

  /** Whether TTL has deleted one of them by now or not: what is published is the same. */
  @Test
  void membersThatExpireBeforeTheCompletionCanBeRedeliveredAreGivenAsAPointer() {
    Aggregator aggregator = aggregator(2, "LATE");
    aggregator.collect(Clicks.clicks().add("ann", "1").add("ann", "2"));
    aggregator.counting().drain();
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    setExpiry("e#1", soon);
    aggregator.publishing().drain();

    assertThat(bus.details("AggregateCompleted").getFirst().has("pointer")).isTrue();
  }

  private Aggregator aggregator(int count, String after) {
    Map<String, String> environment = Settings.count(table, count);
    environment.put("AGGREGATOR_RETENTION_DAYS", Long.toString(RETENTION.toDays()));
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "24");
    environment.put("AGGREGATOR_AFTER_COMPLETION", after);
    AggregatorSettings settings = Settings.bind(environment);
    return new Aggregator(settings, settings.rule(), TestDatabase.client(), bus);
  }

  /**
   * The ids of the members of each completion. Each aggregator here reads the stream from its
   * beginning: what it publishes again has a pointer, as its members have expired.
   */
  private Set<List<String>> published() {
    return bus.published().stream()
        .map(entry -> TestBus.parse(entry.detail()))
        .filter(detail -> detail.has("members"))
        .map(
            detail ->
                StreamSupport.stream(detail.get("members").spliterator(), false)
                    .map(member -> member.get("id").asText())
                    .toList())
        .collect(Collectors.toSet());
  }

  /** A month goes by: everything expired an hour ago, and DynamoDB has not deleted it yet. */
  private void expireEverything() {
    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    for (Map<String, AttributeValue> item : TestDatabase.scan(table)) {
      put(item, hourAgo);
    }
  }

  private void setExpiry(String sk, Instant time) {
    for (Map<String, AttributeValue> item : TestDatabase.scan(table)) {
      if (item.get("sk").s().equals(sk)) {
        put(item, time);
      }
    }
  }

  private void put(Map<String, AttributeValue> item, Instant expiry) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.put("expiresAt", AttributeValue.fromN(Long.toString(expiry.getEpochSecond())));
    TestDatabase.client().putItem(put -> put.tableName(table).item(changed));
  }
}
