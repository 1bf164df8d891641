package io.dynamopatterns.processor.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorReadFunctionIT {
  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void workInAStateIsListedOldestFirstByPagesOfAnySize(int limit) {
    List<String> ids = submit(25);
    assertThat(all(Map.of("operation", "list", "state", "PENDING", "limit", limit), "work", "id"))
        .isEqualTo(ids);
    assertThat(all(Map.of("operation", "list", "state", "RUNNING", "limit", limit), "work", "id"))
        .isEmpty();
  }

  @Test
  void onlyWorkThatIsLongInItsStateIsListedWhereThatIsAsked() {
    List<String> ids = submit(10);
    String time = "2026-11-20T10:00:05Z";
    assertThat(
            all(
                Map.of("operation", "list", "state", "PENDING", "limit", 2, "olderThan", time),
                "work",
                "id"))
        .isEqualTo(ids.subList(0, 5));
  }

  @Test
  void aListShowsWhatTheIndexKnows() {
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              throw new IllegalStateException("no");
            }));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(fleet.read(Map.of("operation", "list", "state", "WAITING")).get("work"))
        .isEqualTo(
            List.of(
                Map.of(
                    "id", "count-to-1",
                    "type", "count",
                    "attempts", 1,
                    "hops", 1,
                    "changedAt", "2026-11-20T10:00:00.000Z",
                    "notBefore", "2026-11-20T10:00:30.000Z")));
  }

  @Test
  void oneWorkItemIsShownWithAllThatIsKnownOfIt() {
    fleet.withWorkers(new CountingWorker(3, (number, run) -> {}));
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    assertThat(fleet.read(Map.of("operation", "show", "id", "count-to-5")))
        .containsEntry("state", "DONE")
        .containsEntry("input", Map.of("to", "5"))
        .containsEntry("cursor", Map.of("number", "5"))
        .containsEntry("counts", Map.of("steps", 5L))
        .containsEntry("hops", 2)
        .containsEntry("hopLimit", 100)
        .containsEntry("attempts", 0)
        .containsEntry("createdAt", "2026-11-20T10:00:00.000Z")
        .containsEntry("finishedAt", "2026-11-20T10:00:00.000Z")
        .containsEntry("version", 5L)
        .doesNotContainKeys("runner", "leaseUntil", "lastError");
  }

  @Test
  void failedWorkThatIsRetriedContinuesFromWhatWasSaved() {
    List<Boolean> broken = new ArrayList<>(List.of(true));
    CountingWorker worker =
        new CountingWorker(
            10,
            (number, run) -> {
              run.save(CountingWorker.at(number - 1));
              if (number == 4 && broken.getFirst()) {
                throw new WorkFailedException("broken");
              }
            });
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(6));
    fleet.drain();
    broken.set(0, false);
    assertThat(fleet.read(Map.of("operation", "retry", "id", "count-to-6")))
        .containsEntry("state", "CONTINUE")
        .containsEntry("hops", 0)
        .containsEntry("cursor", Map.of("number", "3"));
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1, 2, 3, 4, 4, 5, 6);
  }

  @Test
  void cancelledWorkIsNotRunAndCanBeRetried() {
    CountingWorker worker = new CountingWorker(10, (number, run) -> {});
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(2));
    fleet.read(Map.of("operation", "cancel", "id", "count-to-2"));
    fleet.drain();
    assertThat(worker.steps()).isEmpty();
    assertThat(fleet.bus.published()).isEmpty();
    fleet.read(Map.of("operation", "retry", "id", "count-to-2"));
    fleet.drain();
    assertThat(fleet.item("count-to-2").state()).isEqualTo(WorkState.DONE);
  }

  @ParameterizedTest
  @CsvSource({"retry,retried", "cancel,cancelled", "pause,paused", "resume,resumed"})
  void whatTheStateDoesNotAllowIsRefused(String operation, String done) {
    fleet.withWorkers(new CountingWorker(10, (number, run) -> {}));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThatThrownBy(() -> fleet.read(Map.of("operation", operation, "id", "count-to-1")))
        .hasMessage("work count-to-1 is DONE and cannot be " + done);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "rejected", "retry", "cancel", "pause", "resume"})
  void workThatThereIsNotIsSaidSo(String operation) {
    assertThatThrownBy(() -> fleet.read(Map.of("operation", operation, "id", "nobody")))
        .hasMessage("not found: work nobody");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void rejectedPartsAreListedInTheirOrder(int limit) {
    List<RejectedPart> parts =
        LongStream.of(100, 9, 1_000_000, 10).mapToObj(n -> new RejectedPart(n, "odd")).toList();
    fleet.submit(new Work("w", "no-such-worker", Map.of()));
    fleet.table().reject("w", parts, Fleet.ample());
    fleet.table().reject("w", parts.subList(0, 2), Fleet.ample());
    fleet.table().reject("w2", parts.subList(0, 1), Fleet.ample());
    assertThat(
            all(Map.of("operation", "rejected", "id", "w", "limit", limit), "rejected", "number"))
        .isEqualTo(List.of(9L, 10L, 100L, 1_000_000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | - | 'operation' is missing: it must be one of list, show, rejected, retry, cancel, pause, resume",
        "look | - | 'operation' must be one of list, show, rejected, retry, cancel, pause, resume, but is 'look'",
        "list | - | 'state' is missing: it must be one of PENDING, RUNNING, CONTINUE, WAITING, PAUSED, DONE, FAILED, CANCELLED",
        "list | STUCK | 'state' must be one of PENDING, RUNNING, CONTINUE, WAITING, PAUSED, DONE, FAILED, CANCELLED, but is 'STUCK'",
        "show | PENDING | 'id' is missing: it must be text",
      })
  void aBadRequestNamesTheFieldAndWhatIsAllowed(String operation, String state, String message) {
    Map<String, Object> request = new HashMap<>();
    request.put("operation", operation);
    request.put("state", state);
    assertThatThrownBy(() -> fleet.read(request)).hasMessage("bad request: " + message);
  }

  @Test
  void aCursorGoesWithItsRequest() {
    submit(3);
    String cursor =
        fleet
            .read(Map.of("operation", "list", "state", "PENDING", "limit", 1))
            .get("next")
            .toString();
    assertThatThrownBy(
            () -> fleet.read(Map.of("operation", "list", "state", "DONE", "next", cursor)))
        .hasMessage(
            "bad request: 'next' must be the value of 'next' in an answer to this same request, unchanged");
  }

  /** Work items, a second after one another. */
  private List<String> submit(int count) {
    return IntStream.range(0, count)
        .mapToObj("work-%02d"::formatted)
        .peek(
            id -> {
              fleet.submit(new Work(id, "no-such-worker", Map.of()));
              fleet.clock.advance(Duration.ofSeconds(1));
            })
        .toList();
  }

  private List<Object> all(Map<String, Object> request, String list, String field) {
    List<Object> all = new ArrayList<>();
    Map<String, Object> page = new HashMap<>(request);
    Object cursor;
    do {
      Map<String, Object> answer = fleet.read(page);
      for (Object entry : (List<?>) answer.get(list)) {
        all.add(((Map<?, ?>) entry).get(field));
      }
      cursor = answer.get("next");
      page.put("next", cursor);
    } while (cursor != null);
    return all;
  }
}
