package io.dynamopatterns.fanout.dispatch;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.send.Target;
import java.time.Duration;
import java.util.List;

/**
 * A target whose calls, retries included, take no more than a few seconds each: one that hangs must
 * not use up the run.
 */
record ShortCalls(Target<QueueMessage> target) implements Target<QueueMessage> {
  private static final Duration LONGEST = Duration.ofSeconds(4);

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public Limits limits() {
    return target.limits();
  }

  @Override
  public List<Result> send(List<QueueMessage> messages, Deadline deadline) {
    return target.send(messages, deadline.orSooner(Deadline.after(LONGEST)));
  }
}
