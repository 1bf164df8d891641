package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void anInvocationStopsStartingWorkThreeSecondsBeforeItsTimeout() {
    assertThat(Deadline.of(() -> 3_001).passed()).isFalse();
    assertThat(Deadline.of(() -> 3_000).passed()).isTrue();
    assertThat(Deadline.of(() -> 10_000).remaining()).hasSeconds(7);
  }

  @Test
  void theTimeLeftIsNeverNegative() {
    assertThat(Deadline.of(() -> 10).remaining()).isZero();
    assertThat(Deadline.after(Duration.ZERO).passed()).isTrue();
    assertThat(Deadline.after(Duration.ofHours(1)).passed()).isFalse();
  }

  @Test
  void timeForFinishingIsKeptBack() {
    Deadline whole = Deadline.of(() -> 10_000);
    assertThat(whole.earlier(Duration.ofSeconds(2)).remaining()).hasSeconds(5);
    assertThat(whole.earlier(Duration.ofSeconds(8)).passed()).isTrue();
  }

  @Test
  void theSoonerOfTwoDeadlinesHolds() {
    Deadline late = Deadline.of(() -> 10_000);
    Deadline soon = Deadline.of(() -> 5_000);
    assertThat(late.orSooner(soon).remaining()).hasSeconds(2);
    assertThat(soon.orSooner(late).remaining()).hasSeconds(2);
  }

  @Test
  void aDeadlinePassesAtOnceWhenTheRestIsOfNoUse() {
    AtomicBoolean useless = new AtomicBoolean();
    Deadline deadline = Deadline.of(() -> 10_000).orOnce(useless::get);
    assertThat(deadline.passed()).isFalse();
    useless.set(true);
    assertThat(deadline.passed()).isTrue();
  }

  @Test
  void aPauseEndsAtTheDeadlineAtTheLatest() {
    Deadline deadline = new PassingTime().deadline(Duration.ofSeconds(10));
    deadline.pause(Duration.ofSeconds(4));
    assertThat(deadline.remaining()).hasSeconds(6);
    deadline.earlier(Duration.ofSeconds(1)).pause(Duration.ofSeconds(60));
    assertThat(deadline.remaining()).hasSeconds(1);
  }
}
