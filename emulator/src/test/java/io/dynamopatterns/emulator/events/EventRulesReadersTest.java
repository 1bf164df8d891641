package io.dynamopatterns.emulator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.iam.Arn;
import io.dynamopatterns.emulator.keep.KeptValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a target reads, and what becomes of an event that it does not take. */
@Timeout(30)
class EventRulesReadersTest {
  private static final String DEAD = "arn:aws:sqs:us-east-1:123456789012:dead";

  @TempDir Path directory;
  private EventJournal journal;
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final List<String> givenUp = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private Optional<RuntimeException> failureOfDeadLetters = Optional.empty();

  @BeforeEach
  void open() {
    journal = new EventJournal(directory.resolve("events.jsonl"));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void anUnexpectedExceptionOfADeliveryIsAFailedDeliveryAndLaterEventsAreDelivered()
      throws Exception {
    try (EventRules rules = rules(target("t", Optional.of(DEAD)))) {
      failure = Optional.of(new IllegalArgumentException("key is too long"));
      add("bad");
      add("good");
      until(rules::isIdle);

      assertThat(givenUp).containsExactly("bad");
      assertThat(delivered).containsExactly("good");
      assertThat(log)
          .singleElement()
          .asString()
          .contains("'all' gave up the event bad", "2 attempts (key is too long)", "queue " + DEAD);
    }
  }

  @Test
  void anEventThatIsDroppedHasALineWithTheReason() throws Exception {
    failure = Optional.of(new IllegalArgumentException("refused"));
    try (EventRules rules = rules(target("t", Optional.empty()))) {
      add("bad");
      until(rules::isIdle);
    }
    assertThat(log).singleElement().asString().contains("the target has no dead-letter queue");

    log.clear();
    failureOfDeadLetters =
        Optional.of(new ApiException(400, "MissingParameter", "MessageGroupId is missing"));
    try (EventRules rules = rules(target("t", Optional.of(DEAD)))) {
      add("bad");
      until(rules::isIdle);
    }
    assertThat(log)
        .singleElement()
        .asString()
        .contains("dropped", "did not take it: MessageGroupId is missing");
  }

  @Test
  void aTargetThatStoppedIsReportedAndReadsTheEventAgainAtTheNextStart() throws Exception {
    failure = Optional.of(new IllegalArgumentException("refused"));
    failureOfDeadLetters = Optional.of(new IllegalStateException("disk is full"));
    try (EventRules rules = rules(target("t", Optional.of(DEAD)))) {
      add("bad");
      assertThatThrownBy(() -> until(rules::isIdle))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'t' of the rule 'all' stopped: disk is full");
      assertThatThrownBy(rules::failIfBroken).isInstanceOf(IllegalStateException.class);
    }

    failureOfDeadLetters = Optional.empty();
    try (EventRules rules = rules(target("t", Optional.of(DEAD)))) {
      until(rules::isIdle);
    }
    assertThat(givenUp).containsExactly("bad");
  }

  @Test
  void aTargetThatIsNewInAKeptFleetGetsNoEventsFromBeforeIt() throws Exception {
    try (EventRules rules = rules(target("old", Optional.empty()))) {
      add("1");
      until(rules::isIdle);
    }
    delivered.clear();

    try (EventRules rules =
        rules(target("old", Optional.empty()), target("new", Optional.empty()))) {
      until(rules::isIdle);
      assertThat(delivered).isEmpty();
      add("2");
      until(rules::isIdle);
      assertThat(delivered).containsExactly("2", "2");
    }
  }

  @Test
  void whatCameWhileAKeptFleetWasDownIsDeliveredAlsoToATargetThatHadNoEventYet() throws Exception {
    rules(target("t", Optional.empty())).close();
    add("1");

    try (EventRules rules = rules(target("t", Optional.empty()))) {
      until(rules::isIdle);
    }
    assertThat(delivered).containsExactly("1");
  }

  private EventRules rules(RuleSpec.Target... targets) {
    EventRules rules =
        new EventRules(
            List.of(
                new RuleSpec(
                    "all",
                    "fleet",
                    "{\"source\":[{\"prefix\":\"\"}]}",
                    true,
                    List.of(targets),
                    List.of())),
            journal,
            new Recorder(),
            Optional.of(new KeptValues(directory.resolve("positions"))),
            log::add);
    rules.start();
    return rules;
  }

  private static RuleSpec.Target target(String id, Optional<String> deadLetterQueue) {
    return new RuleSpec.Target(
        id,
        new Arn("arn:aws:lambda:us-east-1:123456789012:function:f", "lambda", "function:f"),
        new RuleSpec.WholeEvent(),
        1,
        deadLetterQueue,
        Optional.empty(),
        Optional.empty());
  }

  private void add(String id) {
    journal.add(
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("source", "me")
            .put("eventBusName", "fleet"));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(2);
    }
  }

  private final class Recorder implements EventRules.Delivery {
    @Override
    public void deliver(RuleSpec.Target target, JsonNode event, String input) {
      String id = event.path("id").asText();
      if (id.equals("bad")) {
        throw failure.orElseThrow();
      }
      delivered.add(id);
    }

    @Override
    public void giveUp(RuleSpec.Target target, JsonNode event, String input) {
      if (failureOfDeadLetters.isPresent()) {
        throw failureOfDeadLetters.get();
      }
      if (target.deadLetterQueue().isPresent()) {
        givenUp.add(event.path("id").asText());
      }
    }
  }
}
