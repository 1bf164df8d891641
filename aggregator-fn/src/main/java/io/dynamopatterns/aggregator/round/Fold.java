package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.settings.AfterCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds events up, one by one, so that the result does not depend on how they are cut into batches:
 * a round is complete at the event at which the rule says so, wherever in a batch that event is.
 */
public final class Fold {
  /** Tags that are written before progress is saved: a run has limited time. */
  private static final int MAX_TAGS = 100;

  private final CompletionRule rule;
  private final AfterCompletion afterCompletion;

  public Fold(CompletionRule rule, AfterCompletion afterCompletion) {
    this.rule = rule;
    this.afterCompletion = afterCompletion;
  }

  /**
   * What is to be written when these events are counted.
   *
   * @param newest the group's newest round, if it has any
   * @param events events of one group, in the order of the stream
   */
  public Plan plan(Optional<Round> newest, List<StreamedEvent> events) {
    return new Run(newest.orElse(null), false).plan(events);
  }

  /**
   * What is to be written when these events are counted and the group is forgotten: the first new
   * one begins the round anew.
   *
   * @param forgotten the group's newest round, which has expired
   * @param events events of one group, in the order of the stream
   */
  public Plan planAnew(Round forgotten, List<StreamedEvent> events) {
    return new Run(forgotten, true).plan(events);
  }

  /** One call of {@link #plan}. */
  private final class Run {
    private final List<Step> steps = new ArrayList<>();
    private Round round;
    private boolean forgotten;
    private List<Tag> tags = new ArrayList<>();
    private int counted;
    private int late;
    private int repeated;

    Run(Round newest, boolean forgotten) {
      this.round = newest;
      this.forgotten = forgotten;
    }

    Plan plan(List<StreamedEvent> events) {
      boolean skipped = round != null && round.isSkippedBy(events);
      for (StreamedEvent event : events) {
        if (round != null && (round.doubts(event) || skipped && round.counted().passed(event))) {
          endInDoubt();
          return new Plan(steps, repeated, Optional.of(event));
        }
        add(event);
      }
      end();
      return new Plan(steps, repeated, Optional.empty());
    }

    /** From here on the group is known to be split, so the next delivery skips nothing either. */
    private void endInDoubt() {
      if (forgotten || round.counted().split()) {
        end();
      } else {
        round = round.asSplit();
        write();
      }
    }

    void add(StreamedEvent event) {
      if (tags.size() >= MAX_TAGS) {
        end();
      }
      if (round == null) {
        round = Round.first(event);
      } else if (forgotten ? round.counted().passed(event) : round.has(event)) {
        repeated++;
        return;
      } else if (forgotten) {
        round = round.anew(event);
        forgotten = false;
      } else if (!round.isOpen()) {
        if (afterCompletion == AfterCompletion.LATE) {
          addLate(event);
          return;
        }
        end();
        round = round.next(event);
      }
      count(event);
    }

    private void count(StreamedEvent event) {
      Round before = round;
      round = before.with(event, rule.sources(), rule.marks(event.event()));
      if (round.number() > 1 && round.tagged()) {
        if (!before.tagged()) {
          // From here on the ids are not listed: what was listed needs its tags now.
          before.tally().members().get().forEach(this::tag);
        }
        tag(event.event().id());
      }
      counted++;
      if (rule.isComplete(round.progress(), event.event())) {
        round = round.closed(RoundState.COMPLETE, event.arrival());
      }
    }

    private void addLate(StreamedEvent event) {
      round = round.withLate(event);
      if (round.tagged()) {
        tags.add(new Tag.Late(event.event().id()));
      }
      late++;
    }

    private void tag(String id) {
      tags.add(new Tag.OfRound(id, round.number()));
    }

    /** Writes down what was added since the last step. */
    void end() {
      if (counted + late > 0) {
        write();
      }
    }

    private void write() {
      steps.add(new Step(round, List.copyOf(tags), counted, late));
      tags = new ArrayList<>();
      counted = 0;
      late = 0;
    }
  }
}
