package io.dynamopatterns.aggregator.expire;

import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.IndexKind;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Expires rounds that have been open for too long, oldest first in each key of the index. A round
 * that completes meanwhile is left alone: the write is version-checked, and closes open rounds
 * only. What a run does not get to stays in the index for the next.
 */
public final class ExpireFunction {
  private static final int PAGE = 100;

  private final AggregatesTable table;
  private final Duration expireAfter;

  /**
   * @param expireAfter how long a round may be open, or zero for ever
   */
  public ExpireFunction(AggregatesTable table, Duration expireAfter) {
    this.table = table;
    this.expireAfter = expireAfter;
  }

  /**
   * Expires what was due at the scheduled time, whenever the run comes.
   *
   * @param request with {@code scheduledTime}
   * @return how many rounds were {@code expired}, and whether it is {@code done}
   */
  public Map<String, Object> expire(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    Instant scheduled = fields.time("scheduledTime");
    fields.refuseOthers();
    if (expireAfter.isZero()) {
      throw new IllegalStateException(
          "AGGREGATOR_EXPIRE_AFTER_HOURS is 0: rounds of this aggregator never expire");
    }
    Run run = new Run(scheduled, scheduled.minus(expireAfter), deadline, telemetry);
    for (int shard = 0; shard < table.indexShards() && run.done; shard++) {
      run.expire(shard);
    }
    telemetry.count("Expired", run.expired);
    telemetry.count("LeftAlone", run.leftAlone);
    if (run.failed > 0) {
      telemetry.count("NotExpired", run.failed);
      throw new IllegalStateException(
          "%d rounds could not be expired, %d were".formatted(run.failed, run.expired));
    }
    if (!run.done) {
      telemetry.warn("the time is up; the next run continues", "expired", run.expired);
    }
    return new Answer().put("expired", run.expired).put("done", run.done).json();
  }

  private final class Run {
    private final Instant scheduled;
    private final Instant before;
    private final Deadline deadline;
    private final Telemetry telemetry;
    private long expired;
    private long leftAlone;
    private long failed;
    private boolean done = true;

    Run(Instant scheduled, Instant before, Deadline deadline, Telemetry telemetry) {
      this.scheduled = scheduled;
      this.before = before;
      this.deadline = deadline;
      this.telemetry = telemetry;
    }

    void expire(int shard) {
      Optional<String> after = Optional.empty();
      do {
        if (deadline.passed()) {
          done = false;
          return;
        }
        Reads.Page<Map<String, AttributeValue>> page =
            table.indexed(IndexKind.OPEN, shard, before, PAGE, after, deadline);
        page.items().stream().map(VersionedItem::attributes).forEach(this::expire);
        after = page.next();
      } while (after.isPresent() && done);
    }

    private void expire(Map<String, AttributeValue> entry) {
      if (deadline.passed()) {
        done = false;
        return;
      }
      try {
        WriteOutcome<?> outcome =
            table.updateOpen(
                AggregatesTable.key(entry),
                round -> round.closed(RoundState.EXPIRED, scheduled),
                scheduled,
                deadline);
        outcome.orElseThrow();
        if (outcome instanceof WriteOutcome.Applied<?>) {
          expired++;
        } else {
          leftAlone++;
        }
      } catch (RuntimeException e) {
        // One that cannot be expired must not keep back those after it.
        failed++;
        telemetry.error("round not expired", e, "key", entry);
      }
    }
  }
}
