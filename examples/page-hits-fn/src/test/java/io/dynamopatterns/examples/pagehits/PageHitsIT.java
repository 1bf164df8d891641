package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.Killed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PageHitsIT {
  private static final Telemetry TELEMETRY = Telemetry.of("page-hits", "test", "request-1");

  private static EmbeddedDynamoDb dynamoDb;
  private String tableName;

  @BeforeAll
  static void startDatabase() {
    dynamoDb = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stopDatabase() {
    dynamoDb.close();
  }

  @BeforeEach
  void createTable() {
    tableName = "pages-" + UUID.randomUUID();
    dynamoDb.createTable(tableName, "path");
  }

  @Test
  void aBatchCountsHitsBytesAndTheLastVisitOfEachPage() {
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/b", "/a"));

    assertThat(count(FaultScript.none(), shard.batch())).isEmpty();

    Map<String, AttributeValue> page = pages().get("/a");
    assertThat(page.get("hits").n()).isEqualTo("2");
    assertThat(page.get("bytes").n()).isEqualTo("20");
    assertThat(page.get("lastSeen").s()).isEqualTo("2026-11-20T10:00:02.000Z");
    assertThat(page.get("version").n()).as("one update for the batch").isEqualTo("1");
    assertThat(hits()).isEqualTo(Map.of("/a", 2L, "/b", 1L));
  }

  /** Random cuts, restarts and repetitions of one shard's batches: what a mapping may do. */
  @Test
  void redeliveryInAnyCutChangesNothing() {
    for (long seed = 0; seed < 10; seed++) {
      createTable();
      Random random = new Random(seed);
      Shard shard =
          new Shard("shardId-000000000000")
              .add(random.ints(80, 0, 7).mapToObj(page -> "/" + page).toList());
      for (int done = 0; done < shard.size(); ) {
        int from = random.nextInt(done + 1);
        int to = Math.min(shard.size(), done + 1 + random.nextInt(30));
        count(FaultScript.none(), shard.batch(from, to));
        done = to;
      }
      assertThat(total()).as("seed %d", seed).isEqualTo(80);
    }
  }

  /** Negative control: what the counted positions are there for. */
  @Test
  void withoutCountedPositionsARedeliveryIsCountedTwice() {
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/b", "/a"));
    count(FaultScript.none(), shard.batch());
    hits()
        .keySet()
        .forEach(
            path ->
                dynamoDb
                    .client()
                    .updateItem(
                        update ->
                            update
                                .tableName(tableName)
                                .key(Map.of("path", AttributeValue.fromS(path)))
                                .updateExpression("REMOVE counted")));

    count(FaultScript.none(), shard.batch());

    assertThat(total()).isEqualTo(6);
  }

  /** The process dies before, and after, each of its writes; the batch is delivered again. */
  @Test
  void aFunctionKilledAtAnyWriteBoundaryCountsExactly() {
    Shard shard =
        new Shard("shardId-000000000000").add(List.of("/a", "/b", "/a", "/c", "/d", "/b"));
    Map<String, Long> expected = Map.of("/a", 2L, "/b", 2L, "/c", 1L, "/d", 1L);
    for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      for (int write = 1; write <= expected.size(); write++) {
        createTable();
        FaultScript script = FaultScript.atWrite(write, kill);

        assertThatExceptionOfType(Killed.class).isThrownBy(() -> count(script, shard.batch()));
        assertThat(count(FaultScript.none(), shard.batch())).isEmpty();

        assertThat(hits()).as("%s at write %d", kill, write).isEqualTo(expected);
      }
    }
  }

  @Test
  void lostAnswersAreNotCountedTwice() {
    Shard shard =
        new Shard("shardId-000000000000")
            .add(IntStream.range(0, 60).mapToObj(i -> "/" + i % 9).toList());

    count(FaultScript.seeded(7, 0.3, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND), shard.batch());
    count(FaultScript.none(), shard.batch());

    assertThat(total()).isEqualTo(60);
  }

  @Test
  void shardsThatCountTheSamePagesAtOnceLoseNothing() throws Exception {
    List<String> paths = IntStream.range(0, 200).mapToObj(i -> "/" + i % 5).toList();
    try (ExecutorService shards = Executors.newFixedThreadPool(4)) {
      List<Future<List<String>>> counting =
          IntStream.range(0, 4)
              .mapToObj(
                  i -> {
                    Shard shard = new Shard("shardId-00000000000" + i).add(paths);
                    return shards.submit(
                        () -> {
                          for (int from = 0; from < 200; from += 10) {
                            count(FaultScript.none(), shard.batch(from, from + 10));
                          }
                          return count(FaultScript.none(), shard.batch());
                        });
                  })
              .toList();
      for (Future<List<String>> shard : counting) {
        assertThat(shard.get()).isEmpty();
      }
    }

    assertThat(total()).isEqualTo(800);
  }

  @Test
  void aMalformedRecordFailsAloneAndTheGoodOnesBesideItCount() {
    Shard shard =
        new Shard("shardId-000000000000")
            .add(List.of("/a"))
            .addRaw("not a click")
            .add(List.of("/b", "/a"));

    assertThat(count(FaultScript.none(), shard.batch())).containsExactly("2");

    assertThat(hits()).isEqualTo(Map.of("/a", 2L, "/b", 1L));
  }

  @Test
  void pagesThatCannotBeUpdatedAreDeliveredAgainFromTheLowest() {
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/b", "/c"));
    FaultScript refuseB =
        FaultScript.when(
            call -> call.isWrite() && call.body().contains("\"/b\""),
            Fault.throttle("TableWriteKeyRangeThroughputExceeded"));

    assertThat(count(refuseB, Deadline.after(Duration.ofMillis(300)), shard.batch()))
        .containsExactly("2");

    assertThat(hits()).containsOnlyKeys("/a", "/c");
  }

  /**
   * A mapping gave record 1 up, and the shard continued. By its own name it would pass for counted;
   * under a shard of the redrive it counts, and once. RedriveIT runs the script that does this.
   */
  @Test
  void aRecordThatWasGivenUpCountsUnderAShardOfItsRedrive() {
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/a"));
    count(FaultScript.none(), shard.batch(1, 2));
    KinesisEvent setAside = shard.batch(0, 1);
    count(FaultScript.none(), setAside);
    assertThat(total()).as("taken for counted").isEqualTo(1);

    setAside.getRecords().getFirst().setEventID("shardId-redrive-1-000000000000:1");
    count(FaultScript.none(), setAside);
    count(FaultScript.none(), setAside);

    assertThat(total()).isEqualTo(2);
  }

  @Test
  void theLastVisitAndItsStatusAreTheLatestWhateverTheOrder() {
    Shard shard =
        new Shard("shardId-000000000000")
            .addRaw("{\"path\":\"/a\",\"time\":\"2026-11-20T12:00:00Z\",\"status\":404}")
            .addRaw("{\"path\":\"/a\",\"time\":\"2026-11-20T11:00:00Z\",\"status\":200}");

    count(FaultScript.none(), shard.batch());

    assertThat(pages().get("/a").get("lastSeen").s()).isEqualTo("2026-11-20T12:00:00.000Z");
    assertThat(pages().get("/a").get("lastStatus").n()).isEqualTo("404");
  }

  /** Another function, or a newer version of this one, keeps more in the item. */
  @Test
  void whatOthersKeepInThePageIsNotLost() {
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/a"));
    count(FaultScript.none(), shard.batch(0, 1));
    dynamoDb
        .client()
        .updateItem(
            update ->
                update
                    .tableName(tableName)
                    .key(Map.of("path", AttributeValue.fromS("/a")))
                    .updateExpression("SET title = :title")
                    .expressionAttributeValues(Map.of(":title", AttributeValue.fromS("Home"))));

    count(FaultScript.none(), shard.batch());

    assertThat(pages().get("/a").get("hits").n()).isEqualTo("2");
    assertThat(pages().get("/a").get("title").s()).isEqualTo("Home");
  }

  @Test
  void aLastVisitWithoutAStatusLeavesNoneOfAnEarlierOne() {
    Shard shard =
        new Shard("shardId-000000000000")
            .addRaw("{\"path\":\"/a\",\"time\":\"2026-11-20T12:00:00Z\",\"status\":404}")
            .add(List.of("/b"))
            .addRaw("{\"path\":\"/a\",\"time\":\"2026-11-20T13:00:00Z\"}");
    count(FaultScript.none(), shard.batch(0, 2));

    count(FaultScript.none(), shard.batch(2, 3));

    assertThat(pages().get("/a")).doesNotContainKey("lastStatus");
  }

  @Test
  void aPageThatAnotherProgramSpoiltIsNamedAndTheOthersCount() {
    dynamoDb
        .client()
        .putItem(
            put ->
                put.tableName(tableName)
                    .item(
                        Map.of(
                            "path", AttributeValue.fromS("/a"),
                            "hits", AttributeValue.fromS("many"))));
    Shard shard = new Shard("shardId-000000000000").add(List.of("/a", "/b"));

    assertThat(count(FaultScript.none(), shard.batch())).containsExactly("1");

    assertThat(pages().get("/b").get("hits").n()).isEqualTo("1");
  }

  private List<String> count(FaultScript script, KinesisEvent batch) {
    return count(script, Deadline.after(Duration.ofMinutes(1)), batch);
  }

  /** Runs one batch in a new function, and returns what it reports as failed. */
  private List<String> count(FaultScript script, Deadline deadline, KinesisEvent batch) {
    try (FaultyHttpClient http = new FaultyHttpClient(ApacheHttpClient.create(), script);
        DynamoDbClient client =
            ClientSettings.apply(DynamoDbClient.builder())
                .endpointOverride(dynamoDb.endpoint())
                .region(EmbeddedDynamoDb.REGION)
                .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
                .httpClient(http)
                .build()) {
      PageHits pageHits = new PageHits(client, Variables.of(Map.of("PAGE_HITS_TABLE", tableName)));
      return pageHits
          .count(StreamBatch.of(batch, Click::parse), new Call(deadline, TELEMETRY))
          .response()
          .getBatchItemFailures()
          .stream()
          .map(BatchItemFailure::getItemIdentifier)
          .toList();
    }
  }

  private Map<String, Map<String, AttributeValue>> pages() {
    Map<String, Map<String, AttributeValue>> pages = new TreeMap<>();
    dynamoDb
        .client()
        .scanPaginator(scan -> scan.tableName(tableName).consistentRead(true))
        .items()
        .forEach(item -> pages.put(item.get("path").s(), item));
    return pages;
  }

  private Map<String, Long> hits() {
    Map<String, Long> hits = new TreeMap<>();
    pages().forEach((path, item) -> hits.put(path, Long.parseLong(item.get("hits").n())));
    return hits;
  }

  private long total() {
    return hits().values().stream().mapToLong(Long::longValue).sum();
  }
}
