package io.dynamopatterns.e2e.terraform;

import static io.dynamopatterns.e2e.terraform.Caller.CLIENT;
import static io.dynamopatterns.e2e.terraform.Caller.PAGE;
import static io.dynamopatterns.e2e.terraform.Caller.attribute;
import static io.dynamopatterns.e2e.terraform.Caller.object;
import static io.dynamopatterns.e2e.terraform.Caller.time;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.fleet.Fleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes functions do what no access log makes them do, so that everything that they are there for
 * is done once. Each looks whether it came to pass.
 */
final class Exercises implements AutoCloseable {
  private final Caller caller;
  private final DeployedState state;
  private final Moto s3;

  /**
   * @param s3 where functions find S3
   */
  Exercises(Fleet fleet, DeployedState state, Moto s3) {
    this.caller = new Caller(fleet);
    this.state = state;
    this.s3 = s3;
  }

  void run() throws Exception {
    countLateEventsOfALargeRoundAndRejectAnItem();
    readAggregates();
    expireOpenRounds();
    readPeriods();
    restoreAVersion();
    backfillALostHistory();
    trackARequest();
    advanceAnIdleShardAndForgetAClosedOne();
    if (caller.has("processor.RunHandler")) {
      new ProcessorExercises(caller, s3, uploads()).run();
    }
    if (caller.has("fanout.ReplayHandler")) {
      new FanOutExercises(caller).run();
    }
  }

  /** A round whose members are more than its list takes tags those that come late. */
  private void countLateEventsOfALargeRoundAndRejectAnItem() throws Exception {
    for (int event = 0; event < 12; event++) {
      caller.click("a-long-id-of-an-event-".repeat(8) + event);
    }
    String table = caller.variable("aggregator.CountHandler", "AGGREGATOR_TABLE");
    Map<String, AttributeValue> noEvent =
        Map.of("pk", AttributeValue.fromS(CLIENT), "sk", AttributeValue.fromS("e#none"));
    caller.dynamoDb().putItem(put -> put.tableName(table).item(noEvent));
    caller.fleet().mappings().awaitSettled();

    JsonNode rejected =
        caller.invoke("aggregator.AggregatorReadHandler", object().put("operation", "rejected"));
    assertThat(rejected.path("rejected")).hasSize(1);
  }

  private void readAggregates() throws Exception {
    ObjectNode group = object().put("operation", "show").put("group", CLIENT);

    JsonNode newest = caller.invoke("aggregator.AggregatorReadHandler", group);
    JsonNode first = caller.invoke("aggregator.AggregatorReadHandler", group.put("round", 1));

    JsonNode complete =
        caller.invoke(
            "aggregator.AggregatorReadHandler",
            object().put("operation", "list").put("state", "COMPLETE"));

    assertThat(newest.path("late").asInt()).isEqualTo(2);
    assertThat(first).isEqualTo(newest);
    assertThat(complete.path("rounds").findValuesAsText("group")).contains(CLIENT);
  }

  private void expireOpenRounds() throws Exception {
    String inAYear = time(Instant.now().plus(Duration.ofDays(365)));

    JsonNode answer =
        caller.invoke("aggregator.ExpireHandler", object().put("scheduledTime", inAYear));

    assertThat(answer.path("expired").asInt()).isPositive();
    caller.fleet().mappings().awaitSettled();
  }

  private void readPeriods() throws Exception {
    String today = time(Instant.now());
    ObjectNode days = object().put("from", today).put("to", today);

    JsonNode periods =
        caller.invoke("periodic.PeriodicReadHandler", days.deepCopy().put("operation", "list"));
    JsonNode members =
        caller.invoke(
            "periodic.PeriodicReadHandler",
            object()
                .put("operation", "members")
                .put("period", periods.at("/periods/0/period").asText())
                .put("generation", 0)
                .put("group", CLIENT));
    JsonNode rejected =
        caller.invoke("periodic.PeriodicReadHandler", days.put("operation", "rejected"));

    assertThat(members.path("state").asText()).isEqualTo("OPEN");
    assertThat(rejected.path("rejected")).isEmpty();
  }

  private void restoreAVersion() throws Exception {
    ObjectNode page = object().put("table", pages());
    page.set("key", object().set("path", object().put("S", PAGE)));

    JsonNode versions =
        caller.invoke("history.HistoryReadHandler", page.deepCopy().put("operation", "versions"));
    String before = versions.at("/entries/1/position").asText();
    JsonNode restored = caller.invoke("history.RestoreHandler", page.put("position", before));

    assertThat(restored.path("outcome").asText()).isEqualTo("REPLACED");
    caller.fleet().mappings().awaitSettled();
  }

  /** As if the changes of one page had never reached its history. */
  private void backfillALostHistory() throws Exception {
    String history = caller.variable("history.BackfillHandler", "HISTORY_TABLE");
    Map<String, AttributeValue> item =
        Map.of(":pk", AttributeValue.fromS(pages() + "|path=S:" + PAGE));
    caller
        .dynamoDb()
        .queryPaginator(
            q ->
                q.tableName(history)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(item)
                    .projectionExpression("pk, sk"))
        .items()
        .forEach(key -> caller.dynamoDb().deleteItem(d -> d.tableName(history).key(key)));

    JsonNode answer = caller.invoke("history.BackfillHandler", object().put("table", pages()));

    assertThat(answer.path("baselines").asInt()).isEqualTo(1);
  }

  private void trackARequest() throws Exception {
    URI url =
        caller.fleet().openUrls(0).get(caller.function("eventstore.TrackHandler").spec().name());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(url.resolve("/track.gif?page=home")).build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    caller.fleet().mappings().awaitSettled();
  }

  /** As if nothing had come for an hour; and as if a shard had been gone for longer than a week. */
  private void advanceAnIdleShardAndForgetAClosedOne() throws Exception {
    String table = caller.variable("eventstore.WatermarkHandler", "EVENTSTORE_TABLE");
    Map<String, AttributeValue> shards =
        Map.of(":pk", AttributeValue.fromS("shards"), ":sk", AttributeValue.fromS("shardId-"));
    Map<String, AttributeValue> shard =
        caller
            .dynamoDb()
            .query(
                q ->
                    q.tableName(table)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                        .expressionAttributeValues(shards))
            .items()
            .getFirst();
    Map<String, AttributeValue> idle = new HashMap<>(shard);
    idle.put("time", attribute(Instant.now().minus(Duration.ofHours(1))));
    caller.dynamoDb().putItem(put -> put.tableName(table).item(idle));
    Map<String, AttributeValue> gone = new HashMap<>(shard);
    gone.put("sk", AttributeValue.fromS("shardId-gone"));
    gone.put("phase", AttributeValue.fromS("CLOSED"));
    gone.put("closedAt", attribute(Instant.now().minus(Duration.ofDays(9))));
    caller.dynamoDb().putItem(put -> put.tableName(table).item(gone));

    caller.invoke("eventstore.WatermarkHandler", object());

    JsonNode watermark =
        caller.invoke("eventstore.PlaybackHandler", object().put("operation", "watermark"));
    assertThat(watermark.path("shards").findValuesAsText("shard")).doesNotContain("shardId-gone");
    assertThat(watermark.path("lagSeconds").asLong()).isLessThan(3600);
  }

  /** The bucket whose objects become work. */
  private String uploads() {
    return state.all("aws_s3_bucket").stream()
        .filter(bucket -> bucket.address().contains("uploads"))
        .findFirst()
        .orElseThrow()
        .text("bucket");
  }

  private String pages() {
    return caller.variable("pagehits.PageHitsHandler", "PAGE_HITS_TABLE");
  }

  @Override
  public void close() {
    caller.close();
  }
}
