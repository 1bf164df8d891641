package io.dynamopatterns.processor.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Work;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class WorkItemTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void newWorkIsPendingAndHasDoneNothing() {
    Work work = new Work("work-1", "copy", Map.of("from", "a", "to", "b"));

    WorkItem item = WorkItem.of(WorkItem.create(work, 7, NOON).attributes());

    assertThat(item.work()).isEqualTo(work);
    assertThat(item.state()).isEqualTo(WorkState.PENDING);
    assertThat(item.createdAt()).contains(NOON);
    assertThat(item.hopLimit()).contains(7);
    assertThat(item.attempts()).isZero();
    assertThat(item.hops()).isZero();
    assertThat(item.idleHops()).isZero();
    assertThat(item.progress()).isEqualTo(Progress.start());
  }

  @Test
  void anItemThatAnApplicationPutsNeedsFourAttributes() {
    WorkItem item =
        WorkItem.of(
            Map.of(
                "pk", AttributeValue.fromS("work-1"),
                "type", AttributeValue.fromS("copy"),
                "state", AttributeValue.fromS("PENDING"),
                "input", AttributeValue.fromM(Map.of("lines", AttributeValue.fromN("12")))));

    assertThat(item.work())
        .as("a number of the input is text to the worker")
        .isEqualTo(new Work("work-1", "copy", Map.of("lines", "12")));
    assertThat(item.hopLimit()).isEmpty();
    assertThat(item.progress()).isEqualTo(Progress.start());
  }

  @Test
  void anItemWithoutATypeIsReadAndOneWithoutAStateIsRefused() {
    WorkItem item = WorkItem.of(Map.of("pk", AttributeValue.fromS("work-1")));

    assertThat(item.type()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(item::state);
  }

  @Test
  void progressIsStoredWholeAndSaysDoneOnlyInTheLastState() {
    WorkItem item = WorkItem.create(new Work("work-1", "copy", Map.of()), 7, NOON);
    Progress half = Progress.start().at(Map.of("line", "5"), Map.of("lines", 5L, "bytes", 70L));

    WorkItem moved = item.withProgress(half);

    assertThat(moved.progress()).isEqualTo(half);
    assertThat(moved.in(WorkState.DONE).progress()).isEqualTo(half.finished());
  }

  @Test
  void anErrorIsCutAfterAThousandCharacters() {
    WorkItem item = WorkItem.create(new Work("work-1", "copy", Map.of()), 7, NOON);

    assertThat(item.withError("x".repeat(1000)).lastError()).contains("x".repeat(1000));
    assertThat(item.withError("x".repeat(1001)).lastError()).contains("x".repeat(1000) + "…");
  }
}
