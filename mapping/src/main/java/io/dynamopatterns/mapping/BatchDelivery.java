package io.dynamopatterns.mapping;

import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Delivers one batch until every record of it is taken or given up on: retries, bisection, partial
 * failures, record age. Nothing after a failed record is delivered before it is settled.
 *
 * @param gate is passed before each invocation
 */
public record BatchDelivery(
    MappingSpec spec,
    StreamSource source,
    String shardId,
    Invoker function,
    FailureDestination onFailure,
    MappingPace pace,
    MappingStats stats,
    Gate gate) {

  /** A delivery that is never paused. */
  public BatchDelivery(
      MappingSpec spec,
      StreamSource source,
      String shardId,
      Invoker function,
      FailureDestination onFailure,
      MappingPace pace,
      MappingStats stats) {
    this(spec, source, shardId, function, onFailure, pace, stats, new Gate());
  }

  /**
   * A part of the batch that is delivered as one.
   *
   * @param retries how many of the allowed retries its records have used up
   * @param invocations how often its records were delivered
   */
  private record Part(List<SourceRecord> records, int retries, int invocations) {}

  /** What became of one invocation. */
  private record Attempt(int firstFailed, String error) {}

  public void deliver(List<SourceRecord> batch) throws InterruptedException {
    Deque<Part> parts = new ArrayDeque<>();
    parts.push(new Part(batch, 0, 0));
    int failuresInARow = 0;
    while (!parts.isEmpty()) {
      Part part;
      Attempt attempt;
      gate.enter();
      try {
        part = withoutExpired(parts.pop());
        if (part.records().isEmpty()) {
          continue;
        }
        attempt = invoke(part.records());
      } finally {
        gate.leave();
      }
      int taken = attempt.firstFailed();
      int size = part.records().size();
      stats.addDelivered(taken);
      failuresInARow = taken == size ? 0 : failuresInARow + 1;
      if (taken < size) {
        stats.addFailure();
        List<SourceRecord> rest = part.records().subList(taken, size);
        if (again(parts, new Part(rest, part.retries(), part.invocations() + 1), taken > 0)) {
          pace.pause().after(failuresInARow);
        } else {
          discard(rest, Discard.RETRIES_EXHAUSTED, part.invocations() + 1, attempt.error());
        }
      }
    }
  }

  /** Plans the next delivery of a failed part; false when it has used up its retries. */
  private boolean again(Deque<Part> parts, Part failed, boolean someTaken) {
    int size = failed.records().size();
    if (spec.bisect() && someTaken) {
      // Bisected where the function said: only the rest is left, and no retry is used up.
      parts.push(failed);
      return true;
    }
    if (spec.bisect() && size > 1) {
      int half = size / 2;
      parts.push(
          new Part(failed.records().subList(half, size), failed.retries(), failed.invocations()));
      parts.push(
          new Part(failed.records().subList(0, half), failed.retries(), failed.invocations()));
      return true;
    }
    if (spec.maximumRetries().isPresent() && failed.retries() >= spec.maximumRetries().get()) {
      return false;
    }
    parts.push(new Part(failed.records(), failed.retries() + 1, failed.invocations()));
    return true;
  }

  private Attempt invoke(List<SourceRecord> records) throws InterruptedException {
    stats.addInvocation();
    try {
      String answer = function.invoke(BatchEvent.event(records));
      int firstFailed = spec.partialFailures() ? firstFailed(answer, records) : records.size();
      if (firstFailed < records.size()) {
        stats.addPartialFailure();
      }
      return new Attempt(firstFailed, "");
    } catch (InvocationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new Attempt(0, String.valueOf(e.getMessage()));
    }
  }

  /** The position of the lowest record that failed, the batch's size when none did. */
  private static int firstFailed(String answer, List<SourceRecord> records) {
    int lowest =
        BatchAnswer.failed(answer, records.stream().map(SourceRecord::sequenceNumber).toList())
            .nextSetBit(0);
    return lowest < 0 ? records.size() : lowest;
  }

  private Part withoutExpired(Part part) {
    if (spec.maximumAge().isEmpty()) {
      return part;
    }
    Instant oldest = pace.clock().instant().minus(spec.maximumAge().get());
    List<SourceRecord> expired = new ArrayList<>();
    List<SourceRecord> fresh = new ArrayList<>();
    for (SourceRecord record : part.records()) {
      (record.arrived().isBefore(oldest) ? expired : fresh).add(record);
    }
    if (!expired.isEmpty()) {
      discard(expired, Discard.TOO_OLD, part.invocations(), "");
    }
    return new Part(fresh, part.retries(), part.invocations());
  }

  private void discard(
      List<SourceRecord> records, String condition, int invocations, String error) {
    stats.addDiscarded(records.size());
    onFailure.accept(
        new Discard(
            source.kind(),
            source.arn(),
            shardId,
            spec.function(),
            List.copyOf(records),
            condition,
            invocations,
            error,
            pace.clock().instant()));
  }
}
