package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Machine;

/**
 * The filters, evaluated by AWS's own engine on the records of lives that know every state: the
 * function is woken by work that is ready and by work that has ended, and never by what it writes
 * while it runs.
 */
class FiltersIT {
  private static final int SAVES = 4;

  @Test
  void noRunWakesTheFunctionByItsOwnSaves() throws Exception {
    try (Fleet fleet = new Fleet()) {
      live(fleet);
      Machine machine = Machine.builder().build();
      for (String filter : Fleet.filters()) {
        machine.addRule("run", filter);
      }
      List<String> woken = new ArrayList<>();
      List<String> ignored = new ArrayList<>();
      for (JsonNode change : records(fleet)) {
        String state =
            change.at("/dynamodb/NewImage/state/S").asText(change.get("eventName").asText());
        (machine.rulesForJSONEvent(change).isEmpty() ? ignored : woken).add(state);
      }
      assertThat(woken)
          .contains("PENDING", "CONTINUE", "DONE", "FAILED")
          .doesNotContain("RUNNING", "WAITING", "PAUSED", "CANCELLED", "REMOVE", "INSERT");
      assertThat(ignored)
          .contains("WAITING", "PAUSED", "CANCELLED", "REMOVE", "INSERT")
          .doesNotContain("PENDING", "CONTINUE", "DONE", "FAILED");
      // Claims and saves.
      assertThat(ignored.stream().filter("RUNNING"::equals).count()).isGreaterThan(SAVES);
    }
  }

  /** Work through all states, a rejected part, and an item that expires. */
  private static void live(Fleet fleet) {
    AtomicInteger runs = new AtomicInteger();
    fleet.withWorkers(
        new CountingWorker(
            SAVES,
            (number, run) -> {
              run.save(CountingWorker.at(number - 1));
              if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("once");
              }
              if (number == 99) {
                throw new WorkFailedException("for good");
              }
            }));
    fleet.submit(CountingWorker.to(2 * SAVES));
    fleet.drain();
    fleet.clock.advance(Duration.ofHours(1));
    fleet.sweep();
    fleet.drain();
    fleet.submit(CountingWorker.to(99));
    fleet.read(Map.of("operation", "pause", "id", "count-to-99"));
    fleet.read(Map.of("operation", "cancel", "id", "count-to-99"));
    fleet.read(Map.of("operation", "retry", "id", "count-to-99"));
    fleet.drain();
    fleet.table().reject("count-to-99", List.of(new RejectedPart(7, "odd")), Fleet.ample());
    TestDatabase.dynamoDb()
        .client()
        .deleteItem(delete -> delete.tableName(fleet.tableName).key(Fleet.key("count-to-99")));
  }

  private static List<JsonNode> records(Fleet fleet) {
    return TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), fleet.tableName)
        .open(true)
        .getFirst()
        .read(1000)
        .stream()
        .map(SourceRecord::json)
        .toList();
  }
}
