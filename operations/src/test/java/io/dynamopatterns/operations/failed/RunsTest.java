package io.dynamopatterns.operations.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.operations.OperationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run stores before it owns its records, where another run stores it at that moment. */
class RunsTest {
  private static final Runs.Listed LISTED =
      new Runs.Listed(
          "shop-picky", Form.SHARDS_OF_THE_RUN, List.of("aws/lambda/1"), List.of(), List.of());

  private final MemoryS3 s3 = new MemoryS3();
  private final Runs runs = new Runs(s3, "failed");

  @Test
  void aListThatAnotherRunStoresBetweenTheLookAndTheWriteIsNotOverwritten() {
    s3.beforePut = key -> s3.objects.put(key, "another's");

    assertThatThrownBy(() -> runs.begin("one", LISTED))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run one has begun since you looked: nothing was sent");

    assertThat(s3.objects).containsEntry("redrive/one.list", "another's");
  }

  @Test
  void aListWhosePutSucceededAlthoughItsAnswerWasLostBelongsToItsRun() {
    s3.losesAnswers = true;

    runs.begin("one", LISTED);

    assertThat(runs.read("one")).contains(LISTED);
  }

  @Test
  void aLockWhosePutSucceededAlthoughItsAnswerWasLostIsHeldAndReleased() {
    s3.losesAnswers = true;
    List<String> held = new ArrayList<>();

    runs.locked("one", () -> held.addAll(s3.objects.keySet()));

    assertThat(held).containsExactly("redrive/lock");
    assertThat(s3.objects).isEmpty();
  }

  @Test
  void aLockThatAnotherRunTakesAtTheSameMomentIsLeftToIt() {
    s3.beforePut = key -> s3.objects.put(key, "two another");

    assertThatThrownBy(() -> runs.locked("one", () -> s3.objects.clear()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run two is beginning: nothing was sent");

    assertThat(s3.objects).containsEntry("redrive/lock", "two another");
  }

  /** An operator has deleted the lock of a command that was slow, and another run began. */
  @Test
  void aLockThatAnotherRunHoldsByNowIsLeftToIt() {
    runs.locked("one", () -> s3.objects.put("redrive/lock", "two another"));

    assertThat(s3.objects).containsEntry("redrive/lock", "two another");
  }

  @Test
  void theLockIsReleasedIfTheRunCannotBegin() {
    assertThatThrownBy(
            () ->
                runs.locked(
                    "one",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(s3.objects).isEmpty();
  }

  @Test
  void aClaimIsTakenByOneOfTwoThatLookedAtTheSameTime() {
    Claim one = Claim.next(runs, "one", false);
    Claim other = Claim.next(runs, "one", false);

    one.take();

    assertThatThrownBy(other::take)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another command has begun to send the records of run one");
    one.require();
  }

  @Test
  void aClaimWhosePutSucceededAlthoughItsAnswerWasLostIsHeld() {
    s3.losesAnswers = true;
    Claim.first(runs, "one").take();

    assertThat(Claim.heldSince(runs, "one")).isPresent();
  }

  @Test
  void onlyAClaimThatHasNotEndedIsTakenOver() {
    Claim first = Claim.first(runs, "one");
    first.take();
    assertThat(Claim.next(runs, "one", true).takesOver()).isTrue();
    first.end();

    assertThat(Claim.next(runs, "one", true).takesOver()).isFalse();
  }

  @Test
  void aClaimThatHasEndedIsFollowedByTheNextAndNeverValidAgain() {
    Claim first = Claim.first(runs, "one");
    first.take();
    first.end();
    assertThat(Claim.heldSince(runs, "one")).isEmpty();
    Claim second = Claim.next(runs, "one", false);
    second.take();
    second.end();

    assertThatThrownBy(first::require).hasMessageContaining("has taken over run one");
    assertThat(Claim.heldSince(runs, "one")).isEmpty();
    for (int number = 3; number < 12; number++) {
      Claim next = Claim.next(runs, "one", false);
      next.take();
      next.require();
      next.end();
    }
    assertThat(s3.objects).containsKey("redrive/one.claim/11");
  }
}
