package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.keep.KeptValues;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import software.amazon.event.ruler.Machine;

/**
 * Delivers the events of the buses to the targets of their rules, each at least once. A target
 * reads the journal on its own, so a target that fails delays no other.
 */
public final class EventRules implements AutoCloseable {
  /** Marks an event that another bus has passed on: it is passed on once. */
  static final String FORWARDED = "forwarded";

  private static final int BATCH = 100;
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private final EventJournal journal;
  private final Optional<KeptValues> kept;
  private final Consumer<String> log;
  private final List<Reader> readers = new ArrayList<>();

  /** Takes what a rule selected. */
  public interface Delivery {
    /**
     * @param event the whole event
     * @param input what the target gets
     * @throws InvocationException if it was not taken; any other exception counts as the same
     */
    void deliver(RuleSpec.Target target, JsonNode event, String input) throws InvocationException;

    /**
     * Sends an event that was given up on to the target's dead-letter queue, if it has one.
     *
     * @throws ApiException if the queue did not take it
     */
    void giveUp(RuleSpec.Target target, JsonNode event, String input);
  }

  /**
   * What a target has had so far.
   *
   * @param delivered events that it took
   * @param givenUp events that it did not take
   */
  public record Delivered(RuleSpec rule, RuleSpec.Target target, long delivered, long givenUp) {}

  /**
   * @param kept has where the targets have come before, and gets where they come
   * @param log is given a line for each event that was given up on
   * @throws StateException if a pattern is not valid
   */
  public EventRules(
      List<RuleSpec> rules,
      EventJournal journal,
      Delivery delivery,
      Optional<KeptValues> kept,
      Consumer<String> log) {
    this.journal = journal;
    this.kept = kept;
    this.log = log;
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

  /**
   * Starts delivering: to a target that kept a position, the events after it; to a new one, those
   * that came since this was created.
   */
  public void start() {
    readers.forEach(Reader::start);
  }

  /**
   * Whether each target has had all events up to now.
   *
   * @throws IllegalStateException if a target stopped reading
   */
  public boolean isIdle() {
    failIfBroken();
    long end = journal.size();
    return readers.stream().allMatch(reader -> reader.position >= end);
  }

  /** Throws if a target stopped reading. Only an error of the fleet stops one. */
  public void failIfBroken() {
    for (Reader reader : readers) {
      Throwable cause = reader.broken;
      if (cause != null) {
        throw new IllegalStateException(
            "The target '%s' of the rule '%s' stopped: %s"
                .formatted(reader.target.id(), reader.rule.name(), cause.getMessage()),
            cause);
      }
    }
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
    private volatile Throwable broken;

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
      position =
          kept.flatMap(values -> values.get(name())).map(Long::parseLong).orElseGet(journal::size);
      // At once: what comes before the first batch ended is read again.
      keepPosition();
    }

    void start() {
      thread.start();
    }

    private void keepPosition() {
      kept.ifPresent(values -> values.put(name(), Long.toString(position)));
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
          keepPosition();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        // An interrupt also closes the file that is read or written.
        if (!Thread.currentThread().isInterrupted()) {
          broken = e;
        }
      }
    }

    private void consider(ObjectNode event) throws InterruptedException {
      event.remove("eventBusName");
      boolean forwarded = event.remove(FORWARDED) != null;
      if (forwarded && target.arn().service().equals("events")) {
        return;
      }
      if (!pattern.rulesForJSONEvent(event).isEmpty()) {
        deliver(event, TargetInput.of(target.input(), rule, event));
      }
    }

    private void deliver(ObjectNode event, String input) throws InterruptedException {
      for (int failures = 0; ; failures++) {
        try {
          delivery.deliver(target, event, input);
          delivered.increment();
          return;
        } catch (InvocationException | RuntimeException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
          }
          if (failures >= target.maximumRetries()) {
            giveUp(event, input, e);
            givenUp.increment();
            return;
          }
          Thread.sleep(Math.min(LONGEST_BACKOFF.toMillis(), 50L << Math.min(failures, 5)));
        }
      }
    }

    /** An exception other than a refusal leaves the position before the event. */
    private void giveUp(ObjectNode event, String input, Exception reason) {
      String end =
          target
              .deadLetterQueue()
              .map(arn -> "it is in the queue " + arn)
              .orElse("it is dropped, as the target has no dead-letter queue");
      try {
        delivery.giveUp(target, event, input);
      } catch (ApiException e) {
        end =
            "it is dropped, as the queue %s did not take it: %s"
                .formatted(target.deadLetterQueue().orElse(""), e.getMessage());
      }
      log.accept(
          "The rule '%s' gave up the event %s for its target '%s' after %d attempts (%s); %s"
              .formatted(
                  rule.name(),
                  event.path("id").asText(),
                  target.id(),
                  target.maximumRetries() + 1,
                  reason.getMessage(),
                  end));
    }
  }
}
