package io.dynamopatterns.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The examples of the README, from Kinesis to the bus. */
class AggregatorIT {
  /** More than ten clicks in a session. */
  @Test
  void aSessionOfMoreThanTenClicksCompletesOnce() {
    Aggregator sessions = new Aggregator(Settings.count(Database.newTable(), 11));
    sessions.collect(Clicks.clicks().add("ann", 12).add("bob", 10));
    sessions.settle();

    assertThat(sessions.bus().published()).hasSize(1);
    JsonNode completed = sessions.completed().getFirst();
    assertThat(completed.get("group").asText()).isEqualTo("ann");
    assertThat(completed.get("count").asLong()).isEqualTo(11);
    assertThat(completed.get("round").asLong()).isEqualTo(1);
    assertThat(ids(completed.get("members"))).hasSize(11).doesNotHaveDuplicates();
    assertThat(completed.get("members").get(0).get("event").get("client").asText())
        .isEqualTo("ann");
    assertThat(sessions.read(Map.of("operation", "show", "group", "ann")))
        .containsEntry("state", "COMPLETE")
        .containsEntry("count", 11L)
        .containsEntry("late", 1L);
    assertThat(sessions.read(Map.of("operation", "show", "group", "bob")))
        .containsEntry("state", "COLLECTING")
        .containsEntry("count", 10L);
  }

  /** Recommendations that are of use only once their user logs in. */
  @Test
  void recommendationsAreJoinedWithALogin() {
    Aggregator join =
        new Aggregator(Settings.sources(Database.newTable(), "recommendations", "login"));
    join.collect(
        new Clicks(Settings.RECOMMENDATIONS).add("ann", "r1").add("ann", "r2").add("bob", "r3"));
    join.settle();
    assertThat(join.bus().published()).isEmpty();

    join.collect(new Clicks(Settings.LOGIN).add("ann", "l1").add("eve", "l2"));
    join.settle();

    assertThat(join.completed()).hasSize(1);
    JsonNode completed = join.completed().getFirst();
    assertThat(completed.get("group").asText()).isEqualTo("ann");
    assertThat(completed.get("sources").get("recommendations").asLong()).isEqualTo(2);
    assertThat(completed.get("sources").get("login").asLong()).isEqualTo(1);
    assertThat(ids(completed.get("members"))).containsExactlyInAnyOrder("r1", "r2", "l1");
    assertThat((List<?>) join.read(Map.of("operation", "list")).get("rounds")).hasSize(2);
  }

  /** A visit of three clicks or more that reached the checkout, in whatever order. */
  @Test
  void aVisitCompletesWithTheEventThatMatchesThePattern() {
    Map<String, String> environment = Settings.count(Database.newTable(), 3);
    environment.put("AGGREGATOR_RULE_MATCHES", "{\"path\":[{\"prefix\":\"/checkout\"}]}");
    Aggregator visits = new Aggregator(environment);
    visits.collect(
        Clicks.clicks()
            .addRaw(checkout("ann", "a-0"))
            .add("ann", "a-1")
            .add("bob", 5)
            .add("ann", "a-2"));
    visits.settle();

    assertThat(visits.completed()).hasSize(1);
    assertThat(ids(visits.completed().getFirst().get("members")))
        .containsExactlyInAnyOrder("a-0", "a-1", "a-2");
    assertThat(visits.read(Map.of("operation", "show", "group", "bob")))
        .containsEntry("state", "COLLECTING")
        .doesNotContainKey("marks");

    visits.collect(Clicks.clicks().addRaw(checkout("bob", "b-9")));
    visits.settle();
    assertThat(visits.completed()).hasSize(2);
    assertThat((List<?>) visits.read(Map.of("operation", "show", "group", "bob")).get("marks"))
        .hasSize(1);
  }

  /** Its data is in parts, which the table's stream does not bring with it. */
  @Test
  void anEventThatIsLargerThanAnItemMatchesToo() {
    Map<String, String> environment = Settings.count(Database.newTable(), 1);
    environment.put("AGGREGATOR_RULE_MATCHES", "{\"path\":[{\"prefix\":\"/checkout\"}]}");
    Aggregator visits = new Aggregator(environment);
    String large =
        checkout("ann", "a-0").replace("}", ",\"cart\":\"%s\"}".formatted("x".repeat(600_000)));
    visits.collect(Clicks.clicks().addRaw(large));
    visits.settle();

    assertThat(visits.completed()).hasSize(1);
  }

  private static String checkout(String client, String id) {
    return Clicks.json(client, id, 0).replace("/articles/0", "/checkout/pay");
  }

  private static List<String> ids(JsonNode members) {
    return StreamSupport.stream(members.spliterator(), false)
        .map(member -> member.get("id").asText())
        .toList();
  }
}
