package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.keep.KeptLines;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.emulator.sqs.SqsMessages;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A fleet that is started again over the same directory. */
@Timeout(60)
class KeepTest {
  private static final String TABLE_MAPPING =
      """
      ,{"address":"x","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/label",
        "function_name":"obedient","batch_size":10}},
       {"address":"l","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/label",
        "function_name":"obedient","batch_size":10,"starting_position":"LATEST"}}
      ]}}}\
      """;

  @TempDir Path project;
  private Path data;

  @BeforeEach
  void build() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);
    data = project.resolve("data");
  }

  private interface Run {
    void with(Fleet fleet) throws Exception;
  }

  private void up(Run run) throws Exception {
    up(FleetTest.STATE.replaceFirst("\\s*\\]\\}\\}\\}\\s*$", TABLE_MAPPING), run);
  }

  private void up(String json, Run run) throws Exception {
    FleetState state = FleetState.read(Files.writeString(project.resolve("state.json"), json));
    try (Workspace workspace = Workspace.kept(project, data);
        Fleet fleet = Fleet.thatStays(state, project, workspace)) {
      fleet.start();
      run.with(fleet);
    }
  }

  /** There {@code ./fleet permissions} looks for them. */
  @Test
  void thePermissionsOfARunAreLeftInTheProject() throws Exception {
    up(
        fleet -> {
          assertThat(PermissionRecord.file(project)).doesNotExist();
          fleet.recordPermissions();
          assertThat(PermissionRecord.read(PermissionRecord.file(project)).functions())
              .containsKey("obedient");
        });
  }

  @Test
  void whatWasDeliveredIsNotDeliveredAgainAndWhatWaitedIs() throws Exception {
    up(
        fleet -> {
          order(fleet, "1");
          click(fleet);
          SqsMessages.send(fleet.queues(), "orders.fifo", "a", "one");
          fleet.mappings().awaitSettled();
          assertThat(fleet.mappings().all())
              .extracting(mapping -> mapping.stats().delivered())
              .containsOnly(1L);
          fleet.mappings().all().forEach(mapping -> fleet.mappings().enable(mapping, false));
          order(fleet, "2");
          order(fleet, "3");
          click(fleet);
          SqsMessages.send(fleet.queues(), "orders.fifo", "a", "two");
          SqsMessages.send(fleet.queues(), "dead.fifo", "a", "given up");
        });

    up(
        fleet -> {
          fleet.mappings().awaitSettled();
          assertThat(delivered(fleet, "x")).isEqualTo(2);
          assertThat(delivered(fleet, "l")).isEqualTo(2);
          assertThat(delivered(fleet, "m")).isEqualTo(1);
          assertThat(delivered(fleet, "w")).isEqualTo(1);
          assertThat(fleet.queues().messages("dead.fifo"))
              .extracting(SqsMessage::body)
              .containsExactly("given up");
          order(fleet, "4");
          click(fleet);
          fleet.mappings().awaitSettled();
          assertThat(delivered(fleet, "x")).isEqualTo(3);
          assertThat(delivered(fleet, "m")).isEqualTo(2);
        });

    up(
        fleet -> {
          fleet.mappings().awaitSettled();
          assertThat(fleet.mappings().all())
              .extracting(mapping -> mapping.stats().delivered())
              .containsOnly(0L);
        });
  }

  @Test
  void aScheduleContinuesAfterTheSlotThatItHasRun() throws Exception {
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    up(
        fleet -> {
          fleet.schedules(start, spec -> true).jumpTo(start.plus(Duration.ofMinutes(90)));
          assertThat(fleet.function("obedient").invocations()).isEqualTo(2);
        });
    up(
        fleet -> {
          // As of now: 30 minutes after the last slot of the hourly one.
          fleet
              .schedules(start.plus(Duration.ofMinutes(90)), spec -> spec.name().equals("slots"))
              .jumpTo(start.plus(Duration.ofMinutes(119)));
          assertThat(fleet.function("obedient").invocations()).isZero();
          fleet
              .schedules(start.plus(Duration.ofMinutes(90)), spec -> spec.name().equals("slots"))
              .jumpTo(start.plus(Duration.ofHours(5)));
          assertThat(fleet.function("obedient").invocations()).isEqualTo(1);
        });
  }

  @Test
  void anotherDeploymentsDataIsRefusedAndNothingIsChanged() throws Exception {
    up(fleet -> order(fleet, "1"));

    assertThatThrownBy(() -> up(FleetTest.STATE.replace("by-day", "by-week"), f -> {}))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("the kept table 'orders' has other keys, indexes");
    assertThatThrownBy(
            () -> up(FleetTest.STATE.replace("\"shard_count\":2", "\"shard_count\":3"), f -> {}))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("the kept stream 'clicks' has 2 shards, the deployment's has 3");
    up(fleet -> assertThat(fleet.state().tables()).hasSize(1));
  }

  @Test
  void aLineThatAKilledFleetHasNotEndedIsDropped() throws Exception {
    Path file = project.resolve("lines");
    Files.writeString(file, "one\ntwo\nhal", StandardCharsets.UTF_8);

    KeptLines lines = new KeptLines(file);
    lines.add("three");

    assertThat(lines.before()).containsExactly("one", "two");
    assertThat(file).hasContent("one\ntwo\nthree\n");
  }

  @Test
  void twoFleetsCannotKeepTheirDataInOneDirectory() throws Exception {
    Path other = Files.createDirectories(project.resolve("other"));
    try (Workspace first = Workspace.kept(other, data)) {
      assertThat(first.input()).exists();
      assertThatThrownBy(() -> Workspace.kept(project, data)).isInstanceOf(StateException.class);
    }
    Workspace.kept(project, data).close();
  }

  @Test
  void aDirectoryWithFilesThatNoFleetPutThereIsRefusedAndKeepsThem() throws Exception {
    Path own = Files.createDirectories(data.resolve("jars")).resolve("mine.jar");
    Files.writeString(own, "mine");

    assertThatThrownBy(() -> Workspace.kept(project, data))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("--keep " + data)
        .hasMessageContaining("name an empty or a new one");

    assertThat(own).hasContent("mine");
    assertThat(data).isDirectoryNotContaining("glob:**/{kept,lock,input}");
    Workspace.kept(project, project.resolve("empty")).close();
  }

  @Test
  void aDirectoryThatOtherRunsEmptyIsRefused() {
    for (String directory : List.of(".fleet", ".fleet/buckets/data")) {
      assertThatThrownBy(() -> Workspace.kept(project, project.resolve(directory)))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("is emptied by other runs");
    }
  }

  @Test
  void aStartDeletesNothingInTheDirectory() throws Exception {
    up(fleet -> assertThat(data.resolve("jars")).doesNotExist());
    Path own = Files.createDirectories(data.resolve("jars")).resolve("mine.jar");
    Files.writeString(own, "mine");

    up(fleet -> assertThat(project.resolve(".fleet/jars")).isNotEmptyDirectory());

    assertThat(own).hasContent("mine");
  }

  private static void order(Fleet fleet, String id) {
    try (var client =
        DynamoDbClient.builder()
            .endpointOverride(fleet.dynamoDbEndpoint())
            .region(EmbeddedDynamoDb.REGION)
            .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
            .build()) {
      client.putItem(put -> put.tableName("orders").item(Map.of("id", AttributeValue.fromS(id))));
    }
  }

  private static void click(Fleet fleet) {
    fleet
        .streams()
        .iterator()
        .next()
        .put("a key", "{\"keep\":true}".getBytes(StandardCharsets.UTF_8));
  }

  private static long delivered(Fleet fleet, String address) {
    return fleet.mappings().all().stream()
        .filter(mapping -> mapping.spec().address().equals(address))
        .mapToLong((Mapping mapping) -> mapping.stats().delivered())
        .sum();
  }
}
