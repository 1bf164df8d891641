package io.dynamopatterns.sim.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.sim.dynamodb.table.Database;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The model against DynamoDB Local: random requests, the same answers. {@code
 * -Dsim.differential=100000} sends more, {@code -Dsim.seed=7} others.
 */
class DifferentialIT {
  private static final int REQUESTS = Integer.getInteger("sim.differential", 4_000);
  private static final long SEED = Long.getLong("sim.seed", 1);

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final Set<String> READS = Set.of("GetItem", "Query", "Scan");

  private static EmbeddedDynamoDb local;
  private static Wire api;

  private final DynamoDbModel model =
      new DynamoDbModel(new Database(Clock.systemUTC(), table -> 0));

  @BeforeAll
  static void start() {
    local = EmbeddedDynamoDb.start();
    api = new LocalApi(local.endpoint());
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  @BeforeEach
  void createTables() throws IOException {
    for (TestTable table : TestTable.values()) {
      api.send("DeleteTable", RandomValues.object().put("TableName", table.table()));
      api.send("CreateTable", table.creation());
      model.answer("CreateTable", table.creation());
    }
  }

  @Test
  void theModelAnswersRandomRequestsAsDynamoDbLocalDoes() throws IOException {
    List<String> differences = new ArrayList<>();
    int successes = 0;
    RandomRequests requests = new RandomRequests(GENERATORS.create(SEED));
    // After one difference the tables are not the same any more.
    for (int i = 0; i < REQUESTS && differences.isEmpty(); i++) {
      RandomRequests.Request request = requests.next();
      WireAnswer expected = api.send(request.operation(), request.body());
      WireAnswer actual = model.answer(request.operation(), request.body());
      if (!comparable(request, expected).equals(comparable(request, actual))) {
        differences.add(
            "request %d: %s %s%nDynamoDB Local: %s%nmodel: %s"
                .formatted(i, request.operation(), request.body(), expected, actual));
      }
      successes += expected.isSuccess() ? 1 : 0;
    }
    assertThat(differences).isEmpty();
    assertThat(successes).isGreaterThan(REQUESTS / 2);
  }

  @Test
  void pagesJoinToTheSameItemsInTheSameOrder() throws IOException {
    fill(new RandomValues(GENERATORS.create(SEED)), 120);
    for (String operation : List.of("Query", "Scan")) {
      for (int limit = 1; limit < 6; limit++) {
        for (String index : List.of("", "all")) {
          ObjectNode request =
              RandomValues.object().put("TableName", TestTable.SORTED.table()).put("Limit", limit);
          if (operation.equals("Query")) {
            request.put("KeyConditionExpression", (index.isEmpty() ? "pk" : "gp") + " = :key");
            request
                .putObject("ExpressionAttributeValues")
                .set(":key", RandomValues.text(index.isEmpty() ? "p1" : "g1"));
            request.put("ScanIndexForward", limit % 2 == 0);
          }
          if (!index.isEmpty()) {
            request.put("IndexName", index);
          }
          List<JsonNode> expected = pages(api, operation, request);
          List<JsonNode> actual = pages(model::answer, operation, request);
          assertThat(actual).isNotEmpty();
          if (operation.equals("Query") && index.isEmpty()) {
            assertThat(actual).isEqualTo(expected);
          } else {
            assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
          }
        }
      }
    }
  }

  @Test
  void segmentsOfAScanJoinToTheWholeTable() throws IOException {
    fill(new RandomValues(GENERATORS.create(SEED)), 60);
    ObjectNode scan = RandomValues.object().put("TableName", TestTable.HASHED.table());
    List<JsonNode> segments = new ArrayList<>();
    for (int segment = 0; segment < 3; segment++) {
      segments.addAll(
          pages(
              model::answer,
              "Scan",
              scan.deepCopy().put("TotalSegments", 3).put("Segment", segment).put("Limit", 1)));
    }
    assertThat(segments).containsExactlyInAnyOrderElementsOf(pages(api, "Scan", scan));
  }

  @Test
  void aPageEndsAtTheSameItemBeyondOneMegabyte() throws IOException {
    for (int i = 0; i < 6; i++) {
      ObjectNode put = RandomValues.object().put("TableName", TestTable.SORTED.table());
      ObjectNode item = put.putObject("Item");
      item.set("pk", RandomValues.text("p"));
      item.set("sk", RandomValues.text("s" + i));
      item.set("large", RandomValues.text("x".repeat(300_000)));
      api.send("PutItem", put);
      model.answer("PutItem", put);
    }
    ObjectNode query = RandomValues.object().put("TableName", TestTable.SORTED.table());
    query.put("KeyConditionExpression", "pk = :pk").put("Select", "COUNT");
    query.putObject("ExpressionAttributeValues").set(":pk", RandomValues.text("p"));
    assertThat(model.answer("Query", query).body()).isEqualTo(api.send("Query", query).body());
  }

  private void fill(RandomValues values, int items) throws IOException {
    values.soundKeys(true);
    for (int i = 0; i < items; i++) {
      for (TestTable table : TestTable.values()) {
        ObjectNode put = RandomValues.object().put("TableName", table.table());
        ObjectNode item = values.item(table);
        item.set("gp", values.of("gp"));
        item.set("gs", values.of("gs"));
        put.set("Item", item);
        api.send("PutItem", put);
        model.answer("PutItem", put);
      }
    }
  }

  private static List<JsonNode> pages(Wire wire, String operation, ObjectNode request)
      throws IOException {
    List<JsonNode> items = new ArrayList<>();
    ObjectNode next = request.deepCopy();
    while (true) {
      WireAnswer page = wire.send(operation, next);
      assertThat(page.status()).as("%s", page.body()).isEqualTo(WireAnswer.OK);
      page.body().get("Items").forEach(item -> items.add(Canonical.of(item)));
      if (!page.body().has("LastEvaluatedKey")) {
        return items;
      }
      next.set("ExclusiveStartKey", page.body().get("LastEvaluatedKey"));
    }
  }

  /** What must be the same: everything but messages, and the order of what has none. */
  private static Object comparable(RandomRequests.Request request, WireAnswer answer) {
    if (!answer.isSuccess()) {
      String type = answer.body().path("__type").asText();
      JsonNode reasons = answer.body().path("CancellationReasons");
      // The service cancels the transaction, with this reason.
      boolean invalid = reasons.findValuesAsText("Code").contains("ValidationError");
      return List.of(
          answer.status(),
          invalid ? "ValidationException" : type.substring(type.indexOf('#') + 1),
          Canonical.of(answer.body().path("Item")),
          Canonical.of(invalid ? MissingNode.getInstance() : reasons));
    }
    ObjectNode body = (ObjectNode) Canonical.of(answer.body());
    if (request.operation().equals("Scan")) {
      Canonical.sort(body.path("Items"));
    }
    if (request.body().has("IndexName")) {
      Canonical.sortEqual(body.path("Items"), "gs");
    }
    body.path("Responses").properties().forEach(entry -> Canonical.sort(entry.getValue()));
    Canonical.sort(body.path("ConsumedCapacity"));
    // A page that ends with its limit may be the last: DynamoDB Local looks ahead.
    if (body.path("ScannedCount").asInt() == request.body().path("Limit").asInt()) {
      body.remove("LastEvaluatedKey");
    }
    if (!hasRightCapacity(request, body)) {
      body.remove("ConsumedCapacity");
    }
    return body;
  }

  /** Whether DynamoDB Local counts the units of a request as the service does. */
  private static boolean hasRightCapacity(RandomRequests.Request request, JsonNode answer) {
    // It gives those of deletes also without being asked.
    return request.body().path("ReturnConsumedCapacity").asText().equals("TOTAL")
        // Of a batch it counts no keys that are not there, and replaced index entries twice.
        && !request.operation().startsWith("Batch")
        // An item without the sort key of an index costs nothing there.
        && !request.body().has("IndexName")
        && (READS.contains(request.operation()) || !isIndexed(request))
        // A query that finds nothing costs as much as one that finds a little.
        && answer.path("ScannedCount").asInt(1) > 0;
  }

  private static boolean isIndexed(RandomRequests.Request request) {
    return Stream.of(TestTable.values())
        .filter(table -> table.table().equals(request.body().path("TableName").asText()))
        .anyMatch(TestTable::hasIndexes);
  }
}
