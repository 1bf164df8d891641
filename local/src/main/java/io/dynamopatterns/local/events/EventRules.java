package io.dynamopatterns.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.keep.KeptValues;
import io.dynamopatterns.local.state.RuleSpec;
import io.dynamopatterns.local.state.StateException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.event.ruler.Machine;

/**
 * Delivers the events of the buses to the targets of their rules, each at least once. A target
 * reads the journal by itself, so a target that fails holds no other one up.
 */
public final class EventRules implements AutoCloseable {
  /** Marks an event that another bus has passed on: it is passed on once. */
  static final String FORWARDED = "forwarded";

  private static final int BATCH = 100;
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private final EventJournal journal;
  private final Optional<KeptValues> kept;
  private final List<Reader> readers = new ArrayList<>();

  /** Takes what a rule selected. */
  public interface Delivery {
    /**
     * @param event the whole event
     * @param input what the target gets
     * @throws DeliveryException if it was not taken
     */
    void deliver(RuleSpec.Target target, JsonNode event, String input) throws DeliveryException;

    /** Takes an event that was given up on. */
    void giveUp(RuleSpec rule, RuleSpec.Target target, String input, String reason);
  }

  /**
   * What a target has had so far.
   *
   * @param delivered events that it took
   * @param givenUp events that it did not take
   */
  public record Delivered(RuleSpec rule, RuleSpec.Target target, long delivered, long givenUp) {}

  /** A target did not take an event. */
  public static final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    public DeliveryException(String message) {
      super(message);
    }
  }

  /**
   * @throws StateException if a pattern is not valid
   */
  public EventRules(List<RuleSpec> rules, EventJournal journal, Delivery delivery) {
    this(rules, journal, delivery, Optional.empty());
  }

  /**
   * @param kept has where the targets have come before, and gets where they come
   * @throws StateException if a pattern is not valid
   */
  public EventRules(
      List<RuleSpec> rules, EventJournal journal, Delivery delivery, Optional<KeptValues> kept) {
    this.journal = journal;
    this.kept = kept;
    for (RuleSpec rule : rules) {
      Machine pattern = machine(rule);
      if (rule.enabled()) {
        rule.targets().forEach(target -> readers.add(new Reader(rule, target, pattern, delivery)));
      }
    }
  }

  private static Machine machine(RuleSpec rule) {
    try {
      Machine machine = Machine.builder().build();
      machine.addRule(rule.name(), rule.pattern());
      return machine;
    } catch (IOException | IllegalArgumentException e) {
      throw new StateException(
          "The rule '%s' has the pattern %s, which is not valid: %s"
              .formatted(rule.name(), rule.pattern(), e.getMessage()),
          e);
    }
  }

  /** What each target of a rule that is enabled has had so far. */
  public List<Delivered> counts() {
    return readers.stream()
        .map(
            reader ->
                new Delivered(
                    reader.rule, reader.target, reader.delivered.sum(), reader.givenUp.sum()))
        .toList();
  }

  /** Starts delivering: all events from the journal's beginning on. */
  public void start() {
    readers.forEach(Reader::start);
  }

  /** Whether each target has had all events up to now. */
  public boolean isIdle() {
    long end = journal.size();
    return readers.stream().allMatch(reader -> reader.position >= end);
  }

  @Override
  public void close() {
    readers.forEach(reader -> reader.thread.interrupt());
    for (Reader reader : readers) {
      try {
        reader.thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private final class Reader {
    private final RuleSpec rule;
    private final RuleSpec.Target target;
    private final Machine pattern;
    private final Delivery delivery;
    private final Thread thread;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private volatile long position;

    Reader(RuleSpec rule, RuleSpec.Target target, Machine pattern, Delivery delivery) {
      this.rule = rule;
      this.target = target;
      this.pattern = pattern;
      this.delivery = delivery;
      this.thread =
          Thread.ofPlatform()
              .daemon()
              .name("rule-" + rule.name() + "-" + target.id())
              .unstarted(this::run);
    }

    void start() {
      kept.flatMap(values -> values.get(name()))
          .ifPresent(reached -> position = Long.parseLong(reached));
      thread.start();
    }

    private String name() {
      return "rule %s %s %s".formatted(rule.bus(), rule.name(), target.id());
    }

    private void run() {
      try {
        while (true) {
          EventJournal.Batch batch = journal.await(position, BATCH);
          for (JsonNode line : batch.events()) {
            if (line.path("eventBusName").asText().equals(rule.bus())) {
              consider(((ObjectNode) line).deepCopy());
            }
          }
          position = batch.end();
          kept.ifPresent(values -> values.put(name(), Long.toString(position)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void consider(ObjectNode event) throws InterruptedException {
      event.remove("eventBusName");
      boolean forwarded = event.remove(FORWARDED) != null;
      if (forwarded && target.arn().service().equals("events")) {
        return;
      }
      if (pattern.rulesForJSONEvent(event).isEmpty()) {
        return;
      }
      String input = TargetInput.of(target.input(), rule, event);
      for (int failures = 0; ; failures++) {
        try {
          delivery.deliver(target, event, input);
          delivered.increment();
          return;
        } catch (DeliveryException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
          }
          if (failures >= target.maximumRetries()) {
            delivery.giveUp(rule, target, input, e.getMessage());
            givenUp.increment();
            return;
          }
          Thread.sleep(Math.min(LONGEST_BACKOFF.toMillis(), 50L << Math.min(failures, 5)));
        }
      }
    }
  }
}
