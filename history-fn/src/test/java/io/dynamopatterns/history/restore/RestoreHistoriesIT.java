package io.dynamopatterns.history.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.LiveStream;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SkippedTime;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Restores among other writers, with answers lost, requests dropped and throttled. The table's
 * stream is the witness: it shows which writes were the restore's.
 */
class RestoreHistoriesIT {
  private static final int HISTORIES = 60;

  private final HistorySettings settings = Database.settings(Database.newHistory());
  private final String source = Database.newSource("path");
  private final LiveStream stream = new LiveStream(source);
  private VersionedTable<Map<String, AttributeValue>> items;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatARestoreSaysOfItselfIsTrueInEveryHistory(boolean tombstones) {
    VersionedSchema<Map<String, AttributeValue>> schema = VersionedSchema.of(source, "path");
    items =
        new VersionedTable<>(
            TestDatabase.client(),
            tombstones ? schema.withTombstones("expiresAt", Duration.ofDays(7)) : schema);
    Map<Boolean, Map<String, Integer>> seen = new TreeMap<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      boolean deleted = seed % 2 == 1;
      write(key(seed), "one");
      write(key(seed), "two");
      if (deleted) {
        delete(key(seed));
      }
      record(stream.read().getRecords());

      String outcome = restore(seed);

      List<DynamodbStreamRecord> changes = stream.read().getRecords();
      record(changes);
      List<DynamodbStreamRecord> restores =
          changes.stream().filter(change -> isBy("restore", change)).toList();
      String history = "seed %d: %s, %d writes".formatted(seed, outcome, restores.size());
      switch (outcome) {
        case "REPLACED" -> assertThat(restores).as(history).hasSize(1);
        case "CREATED" -> {
          assertThat(restores).as(history).isNotEmpty();
          if (tombstones) {
            assertThat(restores).as(history).hasSize(1);
          }
        }
        case "REFUSED", "UNCHANGED" -> assertThat(restores).as(history).isEmpty();
        default -> assertThat(outcome).as(history).isEqualTo("UNCERTAIN");
      }
      if (!deleted) {
        assertThat(restores)
            .as(history)
            .allMatch(
                change -> change.getDynamodb().getOldImage().get("text").getS().equals("two"));
      }
      seen.computeIfAbsent(deleted, any -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    }
    assertThat(seen.get(false)).containsKeys("REPLACED", "REFUSED", "UNCERTAIN");
    assertThat(seen.get(true)).containsKeys("CREATED", "REFUSED", "UNCERTAIN");
  }

  private String restore(int seed) {
    Random random = new Random(seed);
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              if (!call.operation().equals("PutItem")) {
                return Fault.NONE;
              }
              if (random.nextInt(3) == 0) {
                race(key(seed), random);
              }
              return switch (random.nextInt(6)) {
                case 0, 1 -> Fault.DROP_ANSWER;
                case 2 -> Fault.DROP_BEFORE_SEND;
                case 3 -> Fault.throttle("TableWriteKeyRangeThroughputExceeded");
                default -> Fault.NONE;
              };
            });
    Map<String, Object> request =
        Map.of(
            "table",
            source,
            "key",
            Map.of("path", Map.of("S", key(seed).get("path").s())),
            "version",
            1,
            "actor",
            "restore");
    RestoreFunction function =
        new RestoreFunction(
            Database.client(http),
            settings,
            Database.history(TestDatabase.client(), settings),
            Clock.systemUTC());
    try {
      return (String)
          LoggedRun.of(
                  telemetry ->
                      function.answer(
                          request,
                          Deadline.after(Duration.ofSeconds(5), new SkippedTime()),
                          telemetry))
              .answer()
              .get("outcome");
    } catch (RestoreRefusedException e) {
      return "REFUSED";
    } catch (RestoreUncertainException e) {
      return "UNCERTAIN";
    }
  }

  /** Another writer: with tokens or without, of this life of the item or of the next. */
  private void race(Map<String, AttributeValue> key, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> write(key, "racer");
      case 1 -> delete(key);
      default ->
          TestDatabase.client()
              .putItem(
                  put ->
                      put.tableName(source)
                          .item(
                              Map.of(
                                  "path", key.get("path"),
                                  "text", s("no tokens"),
                                  "actor", s("racer"),
                                  "version", AttributeValue.fromN("9"))));
    }
  }

  private void write(Map<String, AttributeValue> key, String text) {
    items
        .update(
            new Key(key),
            current ->
                Optional.of(Map.of("path", key.get("path"), "text", s(text), "actor", s("racer"))))
        .orElseThrow();
  }

  private void delete(Map<String, AttributeValue> key) {
    items.get(new Key(key)).ifPresent(items::delete);
  }

  private void record(List<DynamodbStreamRecord> changes) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(changes);
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings), event);
  }

  private static boolean isBy(String actor, DynamodbStreamRecord change) {
    var image = change.getDynamodb().getNewImage();
    return image != null && image.containsKey("actor") && actor.equals(image.get("actor").getS());
  }

  private static Map<String, AttributeValue> key(int seed) {
    return Map.of("path", s("/" + seed));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }
}
