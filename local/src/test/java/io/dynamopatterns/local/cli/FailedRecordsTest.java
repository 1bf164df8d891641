package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.PickyHandler;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.page.Running;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.ProgressListener;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.catalog.Operations;
import io.dynamopatterns.operations.failed.FailedRetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that a mapping really gave up on, as an operator sees them and sends them again. */
@Timeout(60)
class FailedRecordsTest {
  private static final String FIXED = "picky.fixed";
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"k","type":"aws_kinesis_stream","values":{"name":"clicks","shard_count":1}},
       {"address":"f","type":"aws_lambda_function","values":{"function_name":"shop-picky",
        "handler":"%1$s","filename":"handlers.jar","timeout":5}},
       {"address":"g","type":"aws_lambda_function","values":{"function_name":"shop-other",
        "handler":"%1$s","filename":"handlers.jar","timeout":5}},
       {"address":"m","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "function_name":"shop-picky","batch_size":10,"maximum_retry_attempts":0,
        "bisect_batch_on_function_error":true,
        "function_response_types":["ReportBatchItemFailures"],
        "destination_config":[{"on_failure":[{"destination_arn":"arn:aws:s3:::failed"}]}]}}
      ]}}}\
      """
          .formatted(PickyHandler.class.getName());

  @TempDir Path project;
  private Workspace workspace;
  private Fleet fleet;
  private URI gateway;
  private Session session;
  private final List<Duration> waits = new ArrayList<>();
  private final FailedRetry retry = new FailedRetry(waits::add);

  @BeforeEach
  void failTwoRecords() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), PickyHandler.class);
    FleetState state = FleetState.read(Files.writeString(project.resolve("state.json"), STATE));
    workspace = Workspace.fresh(project);
    fleet = new Fleet(state, project, workspace);
    fleet.start();
    gateway = fleet.openGateway(0);
    session = session(PickyHandler.class.getName());
    for (String key : List.of("good", "bad", "good", "bad")) {
      fleet
          .streams()
          .iterator()
          .next()
          .put(key, ("payload of " + key).getBytes(StandardCharsets.UTF_8));
    }
    fleet.mappings().awaitSettled();
  }

  /** As if the function had another handler. */
  private Session session(String handler) throws Exception {
    String state = STATE.replace(PickyHandler.class.getName(), handler);
    return new Session(
        Deployment.of(
            Running.fleet(
                FleetState.read(Files.writeString(project.resolve("state.json"), state)),
                gateway,
                Optional.empty()),
            Optional.empty()),
        new TimeParser(Clock.systemUTC()),
        ProgressListener.SILENT);
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(FIXED);
    session.deployment().close();
    fleet.close();
    workspace.close();
  }

  @Test
  void failedRecordsAreListedAndShownWithTheirReasonAndContent() {
    JsonNode listed = Json.of(run("failed list", "{\"function\":\"picky\",\"limit\":1}"));

    assertThat(listed.at("/failed/0/function").asText()).isEqualTo("shop-picky");
    assertThat(listed.at("/failed/0/reason").asText()).isEqualTo("RetryAttemptsExhausted");
    String next = listed.path("next").asText();
    JsonNode second = Json.of(run("failed list", "{\"next\":\"%s\"}".formatted(next)));
    assertThat(second.path("failed")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();

    String object = listed.at("/failed/0/object").asText();
    assertThat(Json.of(run("failed show", "{\"object\":\"%s\"}".formatted(object))).path("records"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.path("key").asText()).isEqualTo("bad");
              assertThat(record.path("content").asText()).isEqualTo("payload of bad");
            });
  }

  @Test
  void aRetryDeliversEachRecordOnceInTheOrderOfItsShardAndDeletesItsObject() throws Exception {
    System.setProperty(FIXED, "true");
    OperationResult preview =
        run(Operations.named("failed retry"), "{\"function\":\"picky\"}", true);
    assertThat(Json.of(preview).path("records").asInt()).isEqualTo(2);
    assertThat(taken()).hasSize(2);

    OperationResult answer =
        run("failed retry", "{\"function\":\"picky\",\"run\":\"one\",\"asShardsOfTheRun\":true}");

    assertThat(answer.ok()).isTrue();
    assertThat(taken().subList(2, 4))
        .allMatch(id -> id.startsWith("shardId-redrive-one-000000000000:"))
        .isSorted();
    assertThat(Json.of(run("failed list", "{}")).path("failed")).isEmpty();
    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run one is done");
  }

  @Test
  void whatIsRefusedAgainIsKeptAndCanBeRetriedUnderANewName() throws Exception {
    OperationResult refused = run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");

    assertThat(refused.ok()).isFalse();
    assertThat(Json.of(refused).path("refused").asInt()).isEqualTo(2);
    assertThat(Json.of(run("failed list", "{\"function\":\"picky\"}")).path("failed")).hasSize(2);

    System.setProperty(FIXED, "true");
    run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}");
    assertThat(taken()).hasSize(4);
    assertThat(Json.of(run("failed list", "{}")).path("failed")).isEmpty();
  }

  @Test
  void aRunThatEndedBetweenItsListAndItsFirstRecordIsContinuedFirst() throws Exception {
    assertThatThrownBy(
            () -> run("failed retry", "{\"function\":\"picky\",\"run\":\"one\",\"takeOver\":true}"))
        .hasMessage("there is no run one to take over");
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\"}");

    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}"))
        .hasMessageContaining("run one is not done: continue it first with --run one");
    OperationResult listed = run("failed list", "{}");
    assertThat(Json.of(listed).at("/open/0/run").asText()).isEqualTo("one");
    assertThat(Json.of(listed).at("/open/0/heldSince").isNull()).isTrue();
    assertThat(listed.asTable().notes())
        .contains("run one is not done: continue it with failed retry --run one");
    System.setProperty(FIXED, "true");
    assertThat(run("failed retry", "{\"run\":\"one\"}").ok()).isTrue();
    assertThat(taken()).hasSize(4);
    assertThat(Json.of(run("failed list", "{}")).path("failed")).isEmpty();
  }

  @Test
  void aContinuedRunSendsItsRecordsInTheFormThatItBeganWith() throws Exception {
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\",\"asShardsOfTheRun\":true}");
    System.setProperty(FIXED, "true");

    run("failed retry", "{\"run\":\"one\"}");

    assertThat(taken().subList(2, 4))
        .allMatch(id -> id.startsWith("shardId-redrive-one-000000000000:"));
  }

  @Test
  void aContinuedRunRefusesWhatDiffersFromItsBeginning() throws Exception {
    endAfterTheList("{\"objects\":[\"aws/lambda/\"],\"run\":\"one\"}");

    for (String differing :
        List.of(
            "\"asShardsOfTheRun\":true",
            "\"function\":\"other\"",
            "\"objects\":[\"aws/lambda/\"]",
            "\"record\":[\"1\"]",
            "\"wholeBatches\":true")) {
      assertThatThrownBy(() -> run("failed retry", "{\"run\":\"one\"," + differing + "}"))
          .as(differing)
          .isInstanceOf(OperationException.class)
          .hasMessageMatching("run one (has begun|sends its records to shop-picky).*");
    }
    assertThat(taken()).hasSize(2);
    assertThat(run("failed retry", "{\"run\":\"one\",\"function\":\"picky\"}").ok()).isFalse();
  }

  @Test
  void aRunOfTheScriptIsNotContinued() throws Exception {
    store(
        "redrive/script.list",
        "{\"objects\":[]}\n"
            + "{\"id\":\"1\",\"shard\":\"\",\"time\":0,\"sequence\":\"1\",\"record\":{}}\n");

    assertThatThrownBy(() -> run("failed retry", "{\"run\":\"script\",\"function\":\"picky\"}"))
        .hasMessageContaining("redrive.sh began it, so repeat it with redrive.sh");
    assertThat(taken()).hasSize(2);
  }

  @Test
  void recordsThatAnotherOperatorHasSentSinceTheLookAreNotSentAgain() throws Exception {
    System.setProperty(FIXED, "true");
    ChangePlan looked = plan("{\"function\":\"picky\",\"run\":\"one\"}");
    run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}");

    assertThatThrownBy(() -> looked.action().get())
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("was retried or deleted since you looked: nothing was sent");
    assertThat(taken()).hasSize(4);
    assertThat(object("redrive/one.list")).doesNotExist();
    assertThat(object("redrive/lock")).doesNotExist();
  }

  @Test
  void aRunThatAnotherOperatorHasBegunUnderTheSameNameIsNotOverwritten() throws Exception {
    ChangePlan looked = plan("{\"function\":\"picky\",\"run\":\"one\"}");
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\",\"asShardsOfTheRun\":true}");
    String list = Files.readString(object("redrive/one.list"));

    assertThatThrownBy(() -> looked.action().get())
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run one has begun since you looked");
    assertThat(object("redrive/one.list")).hasContent(list);
    assertThat(taken()).hasSize(2);
  }

  @Test
  void aRunThatIsDoneSinceTheLookIsNotContinued() throws Exception {
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\"}");
    ChangePlan looked = plan("{\"run\":\"one\"}");
    System.setProperty(FIXED, "true");
    run("failed retry", "{\"run\":\"one\"}");

    assertThatThrownBy(() -> looked.action().get()).hasMessageContaining("run one is done");
    assertThat(taken()).hasSize(4);
  }

  /** Two operators press Enter: the second one does so while the first one sends. */
  @Test
  void aRunIsContinuedByOneCommandAtATime() throws Exception {
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\"}");
    System.setProperty(FIXED, "true");
    ChangePlan other = plan("{\"run\":\"one\"}");
    List<Throwable> refused = new ArrayList<>();

    duringTheRun(
        () -> {
          refused.add(catchThrowable(() -> other.action().get()));
          refused.add(catchThrowable(() -> plan("{\"run\":\"one\"}")));
          assertThat(Json.of(run("failed list", "{}")).at("/open/0/heldSince").asText())
              .isNotEmpty();
        },
        () -> assertThat(run("failed retry", "{\"run\":\"one\"}").ok()).isTrue());

    assertThat(refused)
        .allSatisfy(
            thrown ->
                assertThat(thrown)
                    .isInstanceOf(OperationException.class)
                    .hasMessageMatching("another command (has begun to send|sends).*run one.*"));
    assertThat(taken()).hasSize(4);
    assertThat(Json.of(run("failed list", "{}")).path("open")).isEmpty();
  }

  @Test
  void aRunWhoseCommandWasKilledIsContinuedOnceItIsConfirmed() throws Exception {
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\"}");
    System.setProperty(FIXED, "true");
    assertThatThrownBy(
            () ->
                duringTheRun(
                    () -> {
                      throw new OutOfMemoryError("killed");
                    },
                    () -> run("failed retry", "{\"run\":\"one\"}")))
        .hasMessage("killed");

    assertThatThrownBy(() -> run("failed retry", "{\"run\":\"one\"}"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another command sends the records of run one since 20")
        .hasMessageContaining("--run one --take-over");
    assertThat(taken()).hasSize(2);
    assertThat(waits).isEmpty();
    assertThat(run("failed retry", "{\"run\":\"one\",\"takeOver\":true}").ok()).isTrue();
    assertThat(waits)
        .as("the function's timeout, after which its last invocation has ended")
        .containsExactly(Duration.ofSeconds(5));
    assertThat(taken()).hasSize(4);
  }

  @Test
  void aCommandWhoseRunWasTakenOverSendsNothingMore() throws Exception {
    endAfterTheList("{\"function\":\"picky\",\"run\":\"one\"}");
    System.setProperty(FIXED, "true");

    assertThatThrownBy(
            () ->
                duringTheRun(
                    () -> run("failed retry", "{\"run\":\"one\",\"takeOver\":true}"),
                    () -> run("failed retry", "{\"run\":\"one\"}")))
        .isInstanceOf(OperationException.class)
        .hasMessage("another command has taken over run one: this one sends nothing more");
    assertThat(taken()).hasSize(4);
  }

  @Test
  void noRunBeginsWhileAnotherHoldsTheLock() throws Exception {
    store("redrive/lock", "two 1");

    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}"))
        .hasMessageContaining("run two is beginning: nothing was sent")
        .hasMessageContaining("delete s3://failed/redrive/lock");
    assertThat(object("redrive/lock")).exists();
    assertThat(object("redrive/one.list")).doesNotExist();
  }

  @Test
  void anObjectWithoutRecordsThatCanBeSentIsKept() throws Exception {
    System.setProperty(FIXED, "true");
    List<String> unreadable =
        List.of(
            "no JSON",
            batch(),
            batch(record("", "1", "good")),
            batch(record("id", "", "good")),
            "{\"payload\":\"no JSON\"}",
            "{\"requestContext\":{\"functionArn\":\"arn:aws:lambda:r:1:function:shop-picky\"}}");
    for (int i = 0; i < unreadable.size(); i++) {
      store("aws/lambda/0/%d.json".formatted(i), unreadable.get(i));
    }

    JsonNode listed = Json.of(run("failed list", "{}")).path("failed");
    assertThat(listed).hasSize(8);
    assertThat(listed.at("/0/reason").asText()).contains("holds no failed records");
    for (int i = 0; i < unreadable.size(); i++) {
      String one = "{\"objects\":[\"aws/lambda/0/%d.json\"],\"function\":\"picky\"}".formatted(i);
      assertThatThrownBy(() -> run("failed retry", one))
          .as(one)
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("aws/lambda/0/" + i);
    }

    OperationResult all = run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");
    assertThat(Json.of(all).path("records").asInt()).isEqualTo(2);
    // The payload that is not JSON names no function.
    assertThat(Json.of(all).path("note").asText())
        .contains("objects that cannot be read and are kept: 5");
    assertThat(Json.of(run("failed list", "{}")).path("failed")).hasSize(6);
  }

  @Test
  void recordsThatDifferUnderOneIdAreNotTakenForOne() throws Exception {
    store("aws/lambda/1/a.json", batch(record("s:1", "1", "good")));
    store("aws/lambda/1/b.json", batch(record("s:1", "1", "other")));

    assertThatThrownBy(() -> run("failed retry", "{\"objects\":[\"aws/lambda/1/\"]}"))
        .hasMessageContaining("object aws/lambda/1/b.json has a record with the eventID s:1");
    assertThat(object("aws/lambda/1/a.json")).exists();
  }

  @Test
  void onlyTheRecordsThatAreNamedAreSentAndTheOthersOfTheirObjectAreKept() throws Exception {
    store(
        "aws/lambda/1/batch.json",
        batch(record("s:1", "1", "good"), record("s:2", "2", "good"), record("s:3", "3", "good")));

    OperationResult answer =
        run(
            "failed retry",
            "{\"function\":\"picky\",\"record\":[\"s:3\",\"s:1\"],\"run\":\"one\"}");

    assertThat(answer.ok()).isTrue();
    assertThat(Json.of(answer).path("objects").asInt()).isEqualTo(1);
    assertThat(taken()).endsWith("s:1", "s:3").doesNotContain("s:2");
    assertThat(object("aws/lambda/1/batch.json")).doesNotExist();
    JsonNode kept = Json.of(run("failed list", "{\"function\":\"picky\"}")).path("failed");
    assertThat(kept).hasSize(3);
    assertThat(kept.at("/2/object").asText()).isEqualTo("redrive/one.rest/s:2");
    assertThat(kept.at("/2/reason").asText()).isEqualTo("left out of run one");
    assertThatThrownBy(
            () -> run("failed retry", "{\"function\":\"picky\",\"record\":[\"s:2\",\"s:9\"]}"))
        .hasMessageContaining("no object of those named has the record s:9");

    run("failed retry", "{\"objects\":[\"redrive/one.rest/s:2\"],\"run\":\"two\"}");
    assertThat(taken()).endsWith("s:2");
    assertThat(object("redrive/one.rest/s:2")).doesNotExist();
  }

  @Test
  void recordsThatAreLeftOutAreKeptAlsoByARunThatIsContinued() throws Exception {
    store("aws/lambda/1/batch.json", batch(record("s:1", "1", "good"), record("s:2", "2", "good")));
    endAfterTheList("{\"function\":\"picky\",\"record\":[\"s:1\"],\"run\":\"one\"}");

    run("failed retry", "{\"run\":\"one\"}");

    assertThat(taken()).endsWith("s:1");
    assertThat(object("redrive/one.rest/s:2")).exists();
  }

  @Test
  void wholeBatchesOfAFunctionThatCountsByTheStreamAreSentOnlyIfThatIsSaid() throws Exception {
    Session picky = session;
    session = session("io.dynamopatterns.aggregator.CountHandler");
    System.setProperty(FIXED, "true");

    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\"}"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("also holds records of other groups")
        .hasMessageContaining("--record EVENT_ID")
        .hasMessageContaining("--whole-batches");
    assertThat(taken()).hasSize(2);
    OperationResult answer = run("failed retry", "{\"function\":\"picky\",\"wholeBatches\":true}");
    assertThat(answer.ok()).isTrue();
    assertThat(Json.of(answer).path("form").asText()).isEqualTo("as a stream of this run");
    assertThat(taken()).hasSize(4);
    session.deployment().close();
    session = picky;
  }

  @Test
  void anAsynchronousCallThatFailedIsMadeAgainAndItsObjectDeleted() throws Exception {
    Path object =
        workspace.failedRecords().resolve("failed/aws/lambda/async/shop-picky/2026/11/one.json");
    Files.createDirectories(object.getParent());
    Files.writeString(
        object,
        "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"requestContext\":{\"functionArn\":\"arn:aws:lambda:us-east-1:123456789012:function:shop-picky:live\",\"condition\":\"RetriesExhausted\"},\"requestPayload\":{\"Records\":[{\"eventID\":\"async-1\",\"kinesis\":{\"partitionKey\":\"good\"}}]}}");

    OperationResult answer =
        run("failed retry", "{\"objects\":[\"aws/lambda/async/\"],\"run\":\"async\"}");

    assertThat(answer.ok()).isTrue();
    assertThat(taken()).contains("async-1");
    assertThat(object).doesNotExist();
  }

  @Test
  void anAsynchronousCallThatFailsAgainIsRefusedAlsoBesideRecordsThatAreTaken() throws Exception {
    System.setProperty(FIXED, "true");
    String context =
        "\"requestContext\":{\"functionArn\":\"arn:aws:lambda:us-east-1:1:function:shop-picky\"}";
    store("aws/lambda/async/shop-picky/one.json", "{" + context + ",\"requestPayload\":{}}");

    OperationResult mixed = run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");

    assertThat(mixed.ok()).isFalse();
    assertThat(Json.of(mixed).path("objects").asInt()).isEqualTo(3);
    assertThat(Json.of(mixed).path("records").asInt()).isEqualTo(3);
    assertThat(Json.of(mixed).path("refused").asInt()).isEqualTo(1);
    assertThat(Json.of(mixed).path("note").asText())
        .contains("asynchronous calls that failed again, whose objects are kept: 1");
    assertThat(object("aws/lambda/async/shop-picky/one.json")).exists();

    OperationResult alone = run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}");
    assertThat(alone.ok()).isFalse();
    assertThat(Json.of(alone).path("note").asText())
        .contains("asynchronous calls that failed again, whose objects are kept: 1");
  }

  @Test
  void aPreviewOfARunWithRefusedRecordsIsNoFailure() throws Exception {
    run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");
    Files.delete(object("redrive/one.done"));

    OperationResult preview =
        run(Operations.named("failed retry"), "{\"run\":\"one\",\"takeOver\":true}", true);

    assertThat(Json.of(preview).path("refused").asInt()).isEqualTo(2);
    assertThat(preview.ok()).isTrue();
  }

  @Test
  void aKeyThatIsEmptyMeansNoObject() {
    assertThatThrownBy(() -> run("failed retry", "{\"objects\":[\"\"]}"))
        .hasMessageContaining("the key of an object must not be empty");
  }

  @Test
  void linesOfALogAreShownByFunctionAndTime() {
    JsonNode lines = Json.of(run("logs", "{\"function\":\"picky\",\"limit\":1}")).path("lines");

    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line.path("message").asText()).startsWith("took shardId-"));
  }

  /** Begins a run whose command ends when its list is stored, before it sends a record. */
  private void endAfterTheList(String request) {
    assertThatThrownBy(
            () ->
                duringTheRun(
                    () -> {
                      throw new IllegalStateException("ended");
                    },
                    () -> run("failed retry", request)))
        .hasMessage("ended");
  }

  /** Runs a command, and something else once the run has its list, before it sends a record. */
  private void duringTheRun(Runnable meanwhile, Runnable command) {
    Session all = session;
    session =
        new Session(
            all.deployment(),
            all.times(),
            text -> {
              if (text.startsWith("the list of run")) {
                session = all;
                meanwhile.run();
              }
            });
    try {
      command.run();
    } finally {
      session = all;
    }
  }

  private ChangePlan plan(String json) {
    return retry.plan(Requests.fromJson(retry, Json.parse(json), session.times()), session);
  }

  private Path object(String key) {
    return workspace.failedRecords().resolve("failed").resolve(key);
  }

  private void store(String key, String text) throws Exception {
    Files.createDirectories(object(key).getParent());
    Files.writeString(object(key), text);
  }

  private static String record(String id, String sequence, String key) {
    return "{\"eventID\":\"%s\",\"kinesis\":{\"partitionKey\":\"%s\",\"sequenceNumber\":\"%s\",\"data\":\"\"}}"
        .formatted(id, key, sequence);
  }

  private static String batch(String... records) {
    ObjectNode object =
        Json.object().put("payload", "{\"Records\":[%s]}".formatted(String.join(",", records)));
    object
        .putObject("requestContext")
        .put("functionArn", "arn:aws:lambda:us-east-1:1:function:shop-picky:live");
    return object.toString();
  }

  private List<String> taken() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(workspace.logs().resolve("shop-picky.log"))) {
      ids.add(line.replace("took ", ""));
    }
    return ids;
  }

  private OperationResult run(String name, String json) {
    return name.equals(retry.name())
        ? run(retry, json, false)
        : run(Operations.named(name), json, false);
  }

  private <Q extends Record> OperationResult run(
      Operation<Q> operation, String json, boolean dryRun) {
    return Operations.run(
        operation,
        Requests.fromJson(operation, Json.parse(json), session.times()),
        session,
        dryRun);
  }
}
