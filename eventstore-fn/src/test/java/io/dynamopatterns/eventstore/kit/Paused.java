package io.dynamopatterns.eventstore.kit;

import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A function that stops before one of its calls to DynamoDB until the test resumes it. So two runs
 * of a function can cross: the first one begins before the second one, and one of them ends after
 * it.
 */
public final class Paused {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;

  /** A function of the event store. */
  @FunctionalInterface
  public interface Run {
    void with(DynamoDbClient client, Telemetry telemetry);
  }

  private Paused(Predicate<HttpAttempt> before, Run run) {
    FaultScript script =
        call -> {
          if (before.test(call) && stopped.getCount() > 0) {
            stopped.countDown();
            await(resumed);
          }
          return Fault.NONE;
        };
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Telemetry telemetry = Telemetry.of("eventstore", "paused", "request-1")) {
                    run.with(TestDatabase.client(TestDatabase.faulty(script)), telemetry);
                  } catch (RuntimeException e) {
                    failure.set(e);
                  } finally {
                    stopped.countDown();
                  }
                });
  }

  /** Runs a function up to the first call that matches, or to its end if no call does. */
  public static Paused before(Predicate<HttpAttempt> call, Run run) {
    Paused paused = new Paused(call, run);
    await(paused.stopped);
    return paused;
  }

  /** Runs the function to its end. */
  public void resume() {
    resumed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
