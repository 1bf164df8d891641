package io.dynamopatterns.common.invocation;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;

/**
 * One invocation of a function, as its logic sees it.
 *
 * @param deadline when no more work may start: three seconds before Lambda's timeout
 * @param telemetry the invocation's log lines and metrics
 * @param first whether the environment has run no event before, also after a restore
 */
public record Call(Deadline deadline, Telemetry telemetry, boolean first) {
  /** An invocation that is not the first. */
  public Call(Deadline deadline, Telemetry telemetry) {
    this(deadline, telemetry, false);
  }
}
