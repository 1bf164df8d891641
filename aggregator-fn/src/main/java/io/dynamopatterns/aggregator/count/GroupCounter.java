package io.dynamopatterns.aggregator.count;

import io.dynamopatterns.aggregator.round.Fold;
import io.dynamopatterns.aggregator.round.Plan;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.round.Step;
import io.dynamopatterns.aggregator.round.StreamedEvent;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.HeldRound;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes what events make of a group: reads its newest round, folds the events into it, and writes
 * that version-checked. A second writer reads again, and finds counted what the first has counted.
 */
public final class GroupCounter {
  /** Few get in each other's way here: the expiry, and a run that outlived its time. */
  private static final Backoff RACES =
      new Backoff(16, Duration.ofMillis(5), Duration.ofMillis(250));

  private final AggregatesTable table;
  private final Fold fold;

  public GroupCounter(AggregatesTable table, Fold fold) {
    this.table = table;
    this.fold = fold;
  }

  /**
   * Counts events of one group, in the order of the stream.
   *
   * @return the first event of which it is unknown whether it was counted, if there is one; it and
   *     all after it are not counted then
   * @throws RuntimeException if they could not be counted, or only in part; to count all again is
   *     safe
   */
  public Optional<StreamedEvent> count(
      String group, List<StreamedEvent> events, Deadline deadline, Telemetry telemetry) {
    if (events.isEmpty()) {
      return Optional.empty();
    }
    Instant lastHeard = events.getLast().arrival();
    for (int attempt = 1; ; attempt++) {
      Optional<HeldRound> newest = table.newest(group, deadline);
      Plan plan = plan(newest, events);
      Optional<WriteOutcome.LostRace<?>> lost = write(newest, plan, lastHeard, deadline, telemetry);
      if (lost.isEmpty()) {
        telemetry.count("AlreadyCounted", plan.repeated());
        return plan.doubtful();
      }
      telemetry.count("LostRaces", 1);
      if (!RACES.allows(attempt) || deadline.passed()) {
        lost.get().orElseThrow();
      }
      RACES.pause(attempt, deadline);
    }
  }

  private Plan plan(Optional<HeldRound> newest, List<StreamedEvent> events) {
    return newest
        .filter(HeldRound::expired)
        .map(held -> fold.planAnew(held.round(), events))
        .orElseGet(() -> fold.plan(newest.map(HeldRound::round), events));
  }

  /** Writes the steps in their order, up to the first that another writer came before. */
  private Optional<WriteOutcome.LostRace<?>> write(
      Optional<HeldRound> newest,
      Plan plan,
      Instant lastHeard,
      Deadline deadline,
      Telemetry telemetry) {
    Optional<HeldRound> held = newest;
    for (Step step : plan.steps()) {
      // Tags come first: once the round is written, these events are not read again.
      step.tags().forEach(tag -> table.tag(step.round().group(), tag, deadline));
      WriteOutcome<Map<String, AttributeValue>> outcome =
          table.write(held, step.round(), lastHeard, deadline);
      if (outcome instanceof WriteOutcome.LostRace<?> lost) {
        return Optional.of(lost);
      }
      boolean knownSplit = held.filter(known -> known.round().counted().split()).isPresent();
      held = outcome.orElseThrow().map(item -> new HeldRound(step.round(), item, false));
      telemetry.count("SplitGroups", step.round().counted().split() && !knownSplit ? 1 : 0);
      telemetry.count("Counted", step.counted());
      telemetry.count("Late", step.late());
      if (step.counted() > 0 && step.round().state() == RoundState.COMPLETE) {
        telemetry.count("Completed", 1);
      }
    }
    return Optional.empty();
  }
}
