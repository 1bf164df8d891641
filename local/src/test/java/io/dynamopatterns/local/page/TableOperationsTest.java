package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.ProgressListener;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.RunningFleet;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.tables.TablesPut;
import io.dynamopatterns.page.TaskException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The page's operations on tables, on a table. */
class TableOperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "pages";

  private static EmbeddedDynamoDb db;
  private static RunningFleet fleet;
  private static PageOperations operations;

  @BeforeAll
  static void start() {
    db = EmbeddedDynamoDb.start();
    fleet =
        new RunningFleet(
            0,
            Map.of("dynamodb", db.endpoint()),
            Optional.empty(),
            new Inventory.Of(
                List.of(),
                List.of(TABLE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    operations = new PageOperations(fleet);
  }

  @AfterAll
  static void stop() {
    operations.close();
    db.close();
  }

  @BeforeEach
  void makeTable() {
    if (db.client().listTables().tableNames().contains(TABLE)) {
      db.client().deleteTable(table -> table.tableName(TABLE));
    }
    db.createTable(TABLE, "path");
  }

  @Test
  void anEditIsTheNextVersionAndKeepsTheTokensOfTheWriters() throws Exception {
    store("/a", Map.of("version", n(3), "writeTokens", s("x 0 y"), "hits", n(1)));
    ObjectNode edited = item("/a").without(List.of("writeTokens"));
    edited.putObject("hits").put("N", "9");
    put(edited, item("/a"));
    assertThat(stored("/a"))
        .containsEntry("version", n(4))
        .containsEntry("hits", n(9))
        .containsEntry("writeTokens", s("x 0 y"));
  }

  @Test
  void anEditOfAVersionThatIsNoLongerStoredIsAConflictAndWritesNothing() throws Exception {
    store("/a", Map.of("version", n(3), "hits", n(1)));
    ObjectNode read = item("/a");
    store("/a", Map.of("version", n(4), "hits", n(2)));
    assertThatThrownBy(() -> put(read, read))
        .hasMessageContaining("/a of pages has changed meanwhile and is at version 4 now")
        .matches(e -> ((TaskException) e).reason() == TaskException.Reason.CONFLICT);
    assertThat(stored("/a")).containsEntry("hits", n(2));
  }

  @Test
  void anItemThatWasDeletedAndMadeAnewIsAConflictThoughItsVersionIsEqual() throws Exception {
    store("/a", Map.of("version", n(1), "writeTokens", s("old 0 a")));
    ObjectNode read = item("/a");
    store("/a", Map.of("version", n(1), "writeTokens", s("new 0 b")));
    assertThatThrownBy(() -> put(read, read)).isInstanceOf(TaskException.class);
    assertThat(stored("/a")).containsEntry("writeTokens", s("new 0 b"));
  }

  @Test
  void aChangeBetweenTheLookAndTheWriteIsAConflict() throws Exception {
    for (Map<String, AttributeValue> meanwhile :
        List.of(
            Map.of("version", n(4), "writeTokens", s("x 0 y"), "hits", n(8)),
            Map.of("version", n(3), "writeTokens", s("anew 0 z")))) {
      store("/a", Map.of("version", n(3), "writeTokens", s("x 0 y")));
      ChangePlan plan = plan(request(item("/a"), item("/a")));
      store("/a", meanwhile);
      assertThatThrownBy(() -> plan.action().get())
          .matches(e -> ((OperationException) e).kind() == OperationException.Kind.CONFLICT);
      assertThat(stored("/a")).containsAllEntriesOf(meanwhile);
    }
  }

  @Test
  void aWriteWhoseAnswerWasLostSucceedsWhenItIsSentAgain() throws Exception {
    store("/a", Map.of("version", n(3)));
    ObjectNode edited = item("/a");
    edited.putObject("price").put("N", "1.50");
    edited.putObject("tags").putArray("SS").add("b").add("a");
    ChangePlan plan = plan(request(edited, item("/a")));
    plan.action().get();
    plan.action().get();
    assertThat(stored("/a")).containsEntry("version", n(4));
  }

  private static ChangePlan plan(ObjectNode request) {
    Session session =
        new Session(
            Deployment.of(fleet, Optional.empty()),
            new TimeParser(Clock.systemUTC()),
            ProgressListener.SILENT);
    TablesPut put = new TablesPut();
    return put.plan(Requests.fromJson(put, request, session.times()), session);
  }

  @Test
  void aPartOfAnItemReplacesNothing() throws Exception {
    store("/a", Map.of("version", n(1), "hits", n(7)));
    ObjectNode part = item("/a").without(List.of("hits"));
    assertThatThrownBy(() -> put(part, part)).hasMessageContaining("was not read whole");
    assertThat(stored("/a")).containsEntry("hits", n(7));
  }

  @Test
  void anItemWithoutAVersionIsEditedByTheAttributesThatDiffer() throws Exception {
    store("/a", Map.of("hits", n(1), "title", s("old"), "tags", s("x")));
    ObjectNode edited = item("/a").without(List.of("tags"));
    edited.putObject("title").put("S", "new");
    edited.putObject("added").put("BOOL", true);
    put(edited, item("/a"));
    assertThat(stored("/a"))
        .isEqualTo(
            Map.of(
                "path",
                s("/a"),
                "hits",
                n(1),
                "title",
                s("new"),
                "added",
                AttributeValue.fromBool(true)));
  }

  /** Any attribute that was read counts: a person decides by all of them. */
  @Test
  void anEditOfAnItemWithoutAVersionLosesNoChangeThatCameMeanwhile() throws Exception {
    for (Map<String, AttributeValue> meanwhile :
        List.of(
            Map.of("hits", n(2), "title", s("old")),
            Map.of("title", s("old")),
            Map.of("hits", n(1), "title", s("old"), "added", s("theirs")))) {
      store("/a", Map.of("hits", n(1), "title", s("old")));
      ObjectNode edited = item("/a");
      edited.putObject("title").put("S", "new");
      edited.putObject("added").put("S", "mine");
      ChangePlan plan = plan(request(edited, item("/a")));
      store("/a", meanwhile);
      assertThatThrownBy(() -> plan.action().get())
          .as(meanwhile.toString())
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("nothing was written");
      assertThat(stored("/a")).containsAllEntriesOf(meanwhile).hasSize(meanwhile.size() + 1);
    }
    ObjectNode read = item("/a");
    ChangePlan plan = plan(request(read, read));
    db.client().deleteItem(delete -> delete.tableName(TABLE).key(Map.of("path", s("/a"))));
    assertThatThrownBy(() -> plan.action().get()).hasMessageContaining("was deleted meanwhile");
    assertThat(stored("/a")).isEmpty();
  }

  @Test
  void anAttributeThatAnotherWriterAddsToAnItemWithoutAVersionStays() throws Exception {
    store("/a", Map.of("title", s("old")));
    ObjectNode edited = item("/a");
    edited.putObject("title").put("S", "new");
    ChangePlan plan = plan(request(edited, item("/a")));
    store("/a", Map.of("title", s("old"), "theirs", n(1)));

    plan.action().get();

    assertThat(stored("/a")).containsEntry("title", s("new")).containsEntry("theirs", n(1));
  }

  @Test
  void anEditOfAnItemWithoutAVersionWhoseAnswerWasLostSucceedsWhenItIsSentAgain() throws Exception {
    store("/a", Map.of("title", s("old"), "gone", n(1)));
    ObjectNode edited = item("/a").without(List.of("gone"));
    edited.putObject("title").put("S", "new");
    edited.putObject("tags").putArray("SS").add("b").add("a");
    ChangePlan plan = plan(request(edited, item("/a")));
    plan.action().get();
    plan.action().get();
    assertThat(stored("/a")).containsEntry("title", s("new")).doesNotContainKey("gone");
  }

  @Test
  void aNewItemBeginsWithVersionOneAndReplacesNone() throws Exception {
    ObjectNode item = JSON.createObjectNode();
    item.putObject("path").put("S", "/new");
    put(item, null);
    assertThat(stored("/new")).containsEntry("version", n(1));
    item.putObject("hits").put("N", "1");
    assertThatThrownBy(() -> put(item, null)).hasMessageContaining("exists in pages already");
  }

  @Test
  void theKeyOfAnItemIsNotEdited() throws Exception {
    store("/a", Map.of("version", n(1)));
    ObjectNode other = item("/a");
    other.putObject("path").put("S", "/b");
    assertThatThrownBy(() -> put(other, item("/a"))).hasMessageContaining("the key must stay /a");
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    store("/a", Map.of("version", n(1)));
    ObjectNode request = request(item("/a"), item("/a")).put("dryRun", true);
    JsonNode answer = JSON.readTree(operations.call("tables put", request.toString()));
    assertThat(answer.path("written").asBoolean()).isFalse();
    assertThat(stored("/a")).containsEntry("version", n(1));
  }

  @Test
  void aScanComesInPagesUntilItsEnd() throws Exception {
    for (int i = 0; i < 5; i++) {
      store("/" + i, Map.of());
    }
    JsonNode first = call("tables scan", "{\"table\":\"pages\",\"limit\":3}");
    assertThat(first.path("items")).hasSize(3);
    JsonNode second =
        call(
            "tables scan",
            "{\"table\":\"pages\",\"limit\":3,\"next\":%s}".formatted(first.path("next")));
    assertThat(second.path("items")).hasSize(2);
    assertThat(second.path("next").isTextual()).isFalse();
  }

  @Test
  void aMistakeIsAnsweredInWordsAndAsARequestThatIsWrong() {
    assertThatThrownBy(() -> call("tables scan", "{\"table\":\"pages\",\"index\":\"byTime\"}"))
        .hasMessageContaining("table pages has no index 'byTime': it has none")
        .matches(e -> ((TaskException) e).reason() == TaskException.Reason.INVALID);
    assertThatThrownBy(() -> call("tables scan", "{\"table\":\"pages\",\"limit\":\"x\"}"))
        .hasMessageContaining("limit must be a whole number");
    assertThatThrownBy(() -> call("tables scan", "not json"))
        .matches(e -> ((TaskException) e).reason() == TaskException.Reason.INVALID);
  }

  private static JsonNode call(String name, String request) throws Exception {
    return JSON.readTree(operations.call(name, request));
  }

  private static ObjectNode request(ObjectNode item, ObjectNode replaces) {
    ObjectNode request = JSON.createObjectNode().put("table", TABLE);
    request.set("item", item);
    if (replaces != null) {
      request.set("replaces", replaces);
    }
    return request;
  }

  private static void put(ObjectNode item, ObjectNode replaces) throws Exception {
    call("tables put", request(item, replaces).toString());
  }

  private static void store(String path, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("path", s(path));
    db.client().putItem(put -> put.tableName(TABLE).item(item));
  }

  private static Map<String, AttributeValue> stored(String path) {
    return db.client().getItem(get -> get.tableName(TABLE).key(Map.of("path", s(path)))).item();
  }

  /** The item as the page reads it. */
  private static ObjectNode item(String path) throws Exception {
    return (ObjectNode)
        call("tables get", "{\"table\":\"pages\",\"key\":[\"path=%s\"]}".formatted(path))
            .path("item");
  }

  private static AttributeValue n(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }
}
