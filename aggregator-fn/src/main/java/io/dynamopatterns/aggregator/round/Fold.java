package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.settings.AfterCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds events up, one by one, so that the result does not depend on how they are cut into batches:
 * a round is complete at the event at which the rule says so, wherever in a batch that stands.
 */
public final class Fold {
  /** So many tags are written before progress is saved: a run has limited time. */
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
    Run run = new Run(newest.orElse(null));
    for (StreamedEvent event : events) {
      if (run.round != null && run.round.doubts(event)) {
        run.end();
        return new Plan(run.steps, run.repeated, Optional.of(event));
      }
      run.add(event);
    }
    run.end();
    return new Plan(run.steps, run.repeated, Optional.empty());
  }

  /** One call of {@link #plan}. */
  private final class Run {
    private final List<Step> steps = new ArrayList<>();
    private Round round;
    private List<Tag> tags = new ArrayList<>();
    private int counted;
    private int late;
    private int repeated;

    Run(Round newest) {
      this.round = newest;
    }

    void add(StreamedEvent event) {
      if (tags.size() >= MAX_TAGS) {
        end();
      }
      if (round == null) {
        round = Round.first(event);
      } else if (round.has(event)) {
        repeated++;
        return;
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
      round = before.with(event, rule.sources());
      if (round.number() > 1 && round.tagged()) {
        if (!before.tagged()) {
          // From here on the ids are not listed: what was listed needs its tags now.
          before.members().get().forEach(this::tag);
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
        steps.add(new Step(round, List.copyOf(tags), counted, late));
        tags = new ArrayList<>();
        counted = 0;
        late = 0;
      }
    }
  }
}
