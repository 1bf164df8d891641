package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Each handler's shaded jar under AWS's own runtime client, fed with events as AWS records them.
 */
@RuntimeTest
class RealRuntimeIT {
  private static final String HISTORY = "io.dynamopatterns.history.";

  private RecordedFleet fleet;

  @BeforeEach
  void start() {
    fleet = new RecordedFleet();
    fleet.createTable("history", "pk", "sk");
    fleet.createTable("pages", "path");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void historyRecordsEveryKindOfChangeAndReadsItBack() throws Exception {
    try (LambdaRuntime record = history("RecordHandler")) {
      assertThat(failures(record.invoke(event("dynamodb-stream")))).isEmpty();
      assertThat(failures(record.invoke(event("dynamodb-stream")))).as("redelivered").isEmpty();
      assertThat(record.output()).contains("\"Recorded\":4", "\"AlreadyRecorded\":4");
    }
    try (LambdaRuntime read = history("HistoryReadHandler")) {
      JsonNode index = versions(read, "/index.html");
      assertThat(index.at("/entries")).hasSize(2);
      assertThat(index.at("/entries/0/eventName").asText()).isEqualTo("INSERT");
      assertThat(index.at("/entries/0/actor").asText()).isEqualTo("alice");
      assertThat(index.at("/entries/0/newImage/seal/B").asText()).isEqualTo("aGVsbG8=");
      assertThat(index.at("/entries/0/newImage/meta/M/list/L/0/N").asText()).isEqualTo("1.50");
      assertThat(index.at("/entries/1/oldImage/hits/N").asText()).isEqualTo("1");
      assertThat(index.at("/gaps").asInt()).isZero();
      assertThat(versions(read, "/gone.html").at("/entries/0/tombstone").asBoolean()).isTrue();
      assertThat(versions(read, "/gone.html").at("/entries/0/ttl").asBoolean()).isFalse();
      assertThat(versions(read, "/expired.html").at("/entries/0/ttl").asBoolean()).isTrue();
    }
  }

  @Test
  void aMalformedChangeIsReportedByItsSequenceNumberAndTheOthersAreRecorded() throws Exception {
    try (LambdaRuntime record = history("RecordHandler")) {
      FakeRuntimeApi.Reply reply = record.invoke(event("dynamodb-stream-malformed"));

      assertThat(failures(reply)).containsExactly("4421584500000000017450439095");
      assertThat(record.output()).contains("dynamodb.Keys is missing");
      assertThat(fleet.dynamoDb().scan(scan -> scan.tableName("history")).count()).isEqualTo(2);
    }
  }

  @Test
  void aBadReadRequestIsAnErrorThatNamesTheField() throws Exception {
    try (LambdaRuntime read = history("HistoryReadHandler")) {
      FakeRuntimeApi.Reply reply = read.invoke("{\"operation\":\"versions\",\"table\":\"pages\"}");

      assertThat(reply.isError()).isTrue();
      assertThat(reply.body().at("/errorType").asText()).endsWith("BadRequestException");
      assertThat(reply.body().at("/errorMessage").asText()).contains("key");
    }
  }

  @Test
  void historyRestoresAnItem() throws Exception {
    try (LambdaRuntime record = history("RecordHandler")) {
      record.invoke(event("dynamodb-stream"));
    }
    fleet
        .dynamoDb()
        .putItem(
            put ->
                put.tableName("pages")
                    .item(
                        Map.of(
                            "path", AttributeValue.fromS("/index.html"),
                            "hits", AttributeValue.fromN("2"),
                            "version", AttributeValue.fromN("2"))));
    try (LambdaRuntime restore = history("RestoreHandler")) {
      FakeRuntimeApi.Reply reply =
          restore.invoke(
              """
              {"table":"pages","key":{"path":{"S":"/index.html"}},"version":1,"writersReadFirst":true}""");

      assertThat(reply.isError()).as(reply.body().toString()).isFalse();
    }
    Map<String, AttributeValue> page = page("/index.html");
    assertThat(page.get("hits").n()).isEqualTo("1");
    assertThat(page.get("version").n()).isEqualTo("3");
  }

  @Test
  void historyBackfillsATableThatHasData() throws Exception {
    fleet
        .dynamoDb()
        .putItem(
            put ->
                put.tableName("pages").item(Map.of("path", AttributeValue.fromS("/before.html"))));
    try (LambdaRuntime backfill = history("BackfillHandler");
        LambdaRuntime read = history("HistoryReadHandler")) {
      FakeRuntimeApi.Reply reply = backfill.invoke("{\"table\":\"pages\"}");

      assertThat(reply.isError()).as(reply.body().toString()).isFalse();
      assertThat(versions(read, "/before.html").at("/entries/0/eventName").asText())
          .isEqualTo("BASELINE");
    }
  }

  @Test
  void pageHitsCountsClicksOnceAndReportsWhatIsNotAClick() throws Exception {
    try (LambdaRuntime pageHits = pageHits(Map.of("PAGE_HITS_TABLE", "pages"))) {
      assertThat(failures(pageHits.invoke(event("kinesis")))).isEmpty();
      assertThat(failures(pageHits.invoke(event("kinesis")))).as("redelivered").isEmpty();
      assertThat(failures(pageHits.invoke(event("kinesis-malformed"))))
          .containsExactly("49590338271490256608559692538361571095921575989136588895");
    }
    assertThat(page("/index.html").get("hits").n()).isEqualTo("3");
    assertThat(page("/about.html").get("hits").n()).isEqualTo("2");
    assertThat(page("/index.html").get("bytes").n()).isEqualTo("300");
  }

  @Test
  void aWrongEnvironmentVariableEndsTheStartWithItsName() throws Exception {
    try (LambdaRuntime pageHits = pageHits(Map.of())) {
      assertThat(pageHits.initialisation().isError()).isTrue();
      assertThat(pageHits.output())
          .contains("environment variable PAGE_HITS_TABLE is not set; allowed: the name of");
    }
    try (LambdaRuntime record =
        fleet.start(
            Project.historyJar(),
            HISTORY + "RecordHandler",
            Map.of("HISTORY_TABLE", "history", "HISTORY_IMAGES", "OLD"))) {
      assertThat(record.initialisation().isError()).isTrue();
      assertThat(record.output()).contains("environment variable HISTORY_IMAGES is 'OLD'");
    }
  }

  private LambdaRuntime history(String handler) throws IOException {
    return fleet.start(Project.historyJar(), HISTORY + handler, Map.of("HISTORY_TABLE", "history"));
  }

  private LambdaRuntime pageHits(Map<String, String> environment) throws IOException {
    return fleet.start(
        Project.pageHitsJar(), "io.dynamopatterns.examples.pagehits.PageHitsHandler", environment);
  }

  private static JsonNode versions(LambdaRuntime read, String path) throws Exception {
    FakeRuntimeApi.Reply reply =
        read.invoke(
            """
            {"operation":"versions","table":"pages","key":{"path":{"S":"%s"}},
             "order":"OLDEST_FIRST"}"""
                .formatted(path));
    assertThat(reply.isError()).as(reply.body().toString()).isFalse();
    return reply.body();
  }

  /** The failed identifiers; an answer without the list is one without failures. */
  private static List<String> failures(FakeRuntimeApi.Reply reply) {
    assertThat(reply.isError()).as(reply.body().toString()).isFalse();
    return reply.body().findValuesAsText("itemIdentifier");
  }

  private Map<String, AttributeValue> page(String path) {
    return fleet
        .dynamoDb()
        .getItem(get -> get.tableName("pages").key(Map.of("path", AttributeValue.fromS(path))))
        .item();
  }

  /** The event, of a table or stream of the recorded deployment. */
  static String recordedEvent(String name) throws IOException {
    return event(name)
        .replace(":table/pages/", ":table/dynamo-patterns-dev-pages/")
        .replace(":stream/clicks", ":stream/dynamo-patterns-dev-clicks");
  }

  static String event(String name) throws IOException {
    try (InputStream in = RealRuntimeIT.class.getResourceAsStream("/events/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
