package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A function's process is killed at every boundary of its writes, before and after DynamoDB applied
 * one, and its batch is delivered again to a new process. The tables end as if nothing had been.
 */
@EnabledIf("io.dynamopatterns.e2e.runtime.LambdaRuntime#canRun")
class KilledProcessIT {
  @Test
  void pageHitsKilledAtAnyWriteCountsTheSame() throws Exception {
    Function pageHits =
        new Function(
            Project.pageHitsJar(),
            "io.dynamopatterns.examples.pagehits.PageHitsHandler",
            Map.of("PAGE_HITS_TABLE", "pages"),
            RealRuntimeIT.event("kinesis"));

    List<List<String>> results = killEverywhere(pageHits, 2, "pages", "path", "hits", "bytes");

    assertThat(results).hasSize(4).containsOnly(List.of("/about.html 1 100", "/index.html 2 200"));
  }

  @Test
  void historyKilledAtAnyWriteHasTheSameEntries() throws Exception {
    Function record =
        new Function(
            Project.historyJar(),
            "io.dynamopatterns.history.RecordHandler",
            Map.of("HISTORY_TABLE", "history"),
            withAnEntryOfSeveralParts(RealRuntimeIT.event("dynamodb-stream")));

    // The parts of the large entry are one request, the heads of all entries the next.
    List<List<String>> results = killEverywhere(record, 2, "history", "sk", "eventName", "parts");

    assertThat(results).hasSize(4);
    assertThat(results.getFirst()).filteredOn(entry -> entry.contains("INSERT 2")).hasSize(1);
    assertThat(results.getFirst()).filteredOn(entry -> !entry.contains("#c")).hasSize(4);
    assertThat(results).containsOnly(results.getFirst());
  }

  private record Function(Path jar, String handler, Map<String, String> environment, String event) {
    LambdaRuntime start(URI dynamoDb) throws IOException {
      return new LambdaRuntime(jar, handler, environment, dynamoDb);
    }
  }

  /** What the table holds after each kill and its redelivery. */
  private static List<List<String>> killEverywhere(
      Function function, int writes, String table, String... attributes) throws Exception {
    List<List<String>> results = new ArrayList<>();
    for (int write = 1; write <= writes; write++) {
      for (boolean after : List.of(false, true)) {
        try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
          dynamoDb.createTable("history", "pk", "sk");
          dynamoDb.createTable("pages", "path");
          kill(function, dynamoDb.endpoint(), write, after);
          try (LambdaRuntime next = function.start(dynamoDb.endpoint())) {
            FakeRuntimeApi.Reply reply = next.invoke(function.event());
            assertThat(reply.isError()).as(reply.body().toString()).isFalse();
            assertThat(reply.body().findValues("itemIdentifier")).isEmpty();
          }
          results.add(contents(dynamoDb, table, attributes));
        }
      }
    }
    return results;
  }

  private static void kill(Function function, URI dynamoDb, int write, boolean after)
      throws Exception {
    try (WriteBoundary boundary = new WriteBoundary(dynamoDb, write, after);
        LambdaRuntime doomed = function.start(boundary.endpoint())) {
      boundary.onReached(doomed::kill);
      doomed.deliver(function.event());
      doomed.awaitEnd();
      assertThat(boundary.isReached()).as(doomed.output()).isTrue();
    }
  }

  private static List<String> contents(
      EmbeddedDynamoDb dynamoDb, String table, String... attributes) {
    TreeSet<String> contents = new TreeSet<>();
    for (Map<String, AttributeValue> item :
        dynamoDb
            .client()
            .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
            .items()) {
      List<String> values = new ArrayList<>();
      for (String attribute : attributes) {
        AttributeValue value = item.get(attribute);
        values.add(value == null ? "-" : value.s() != null ? value.s() : value.n());
      }
      contents.add(String.join(" ", values));
    }
    return List.copyOf(contents);
  }

  /** Gives the first change an image that compression cannot bring below one item's limit. */
  private static String withAnEntryOfSeveralParts(String event) throws IOException {
    byte[] noise = new byte[600 * 1024];
    new Random(1).nextBytes(noise);
    JsonNode root = new ObjectMapper().readTree(event);
    ((ObjectNode) root.at("/Records/0/dynamodb/NewImage"))
        .putObject("noise")
        .put("B", Base64.getEncoder().encodeToString(noise));
    return root.toString();
  }
}
