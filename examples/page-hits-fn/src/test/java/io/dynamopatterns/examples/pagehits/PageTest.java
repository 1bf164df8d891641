package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.delivery.Delivered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Page NONE = new Page("/a", 0, 0, null, Optional.empty(), null);

  @Test
  void clicksAddUpAndTheLastVisitIsTheLatest() {
    Page page =
        NONE.plus(List.of(click(1, 10, 200), click(2, 5, 404)), NOON)
            .flatMap(before -> before.plus(List.of(click(3, 0, 500)), NOON))
            .orElseThrow();

    assertThat(page.hits()).isEqualTo(3);
    assertThat(page.bytes()).isEqualTo(30);
    assertThat(page.lastSeen()).isEqualTo(NOON.plusSeconds(10));
    assertThat(page.lastStatus()).contains(200L);
  }

  @Test
  void ofTwoVisitsAtOneTimeTheLaterRecordIsTheLast() {
    Page page = NONE.plus(List.of(click(1, 10, 200), click(2, 10, 404)), NOON).orElseThrow();

    assertThat(page.lastStatus()).contains(404L);
  }

  @Test
  void clicksThatAreDeliveredAgainAreNotCountedAgain() {
    Page page = NONE.plus(List.of(click(1, 0, 200), click(2, 0, 200)), NOON).orElseThrow();

    assertThat(page.plus(List.of(click(1, 0, 200), click(2, 0, 200)), NOON))
        .as("nothing is to be written")
        .isEmpty();
    Page again = page.plus(List.of(click(2, 0, 200), click(3, 0, 200)), NOON).orElseThrow();
    assertThat(again.hits()).isEqualTo(3);
    assertThat(again.plus(List.of(click(3, 0, 200)), NOON)).isEmpty();
  }

  private static Delivered<Click> click(int number, int second, long status) {
    return new Delivered<>(
        number,
        new Click("/a", NOON.plusSeconds(second), 10, Optional.of(status)),
        "/a",
        "arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "shardId-000000000000",
        "" + number,
        NOON,
        "id-" + number);
  }
}
