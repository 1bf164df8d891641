package io.dynamopatterns.examples.coupons.kit;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.time.Duration;

/** Invocations of a function. */
public final class Calls {
  private Calls() {}

  public static Call call() {
    return within(Duration.ofSeconds(26));
  }

  public static Call within(Duration time) {
    return new Call(Deadline.after(time), Telemetry.ofDryRun());
  }
}
