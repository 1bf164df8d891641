package io.dynamopatterns.sim.pattern.history;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.request.NotFoundException;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.dynamopatterns.history.restore.RestoreRefusedException;
import io.dynamopatterns.history.restore.RestoreUncertainException;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/** Restores of items while others write them, and whether what they answer is true. */
final class Restores {
  private final World world;
  private final ModelTable source;
  private final List<Answer> answers = new ArrayList<>();

  /**
   * What a restore answered.
   *
   * @param states that the item had under the number that was asked for
   */
  private record Answer(
      String item,
      Set<Optional<String>> states,
      OptionalLong expected,
      String outcome,
      long version,
      Instant from,
      Instant to) {}

  Restores(World world, ModelTable source) {
    this.world = world;
    this.source = source;
  }

  /** Asks for one of the versions that an item had, in half of the cases with an expected one. */
  boolean restore(SimulatedInvocation invocation, HistoryTable history) {
    List<ModelChange> live =
        source.changes().stream().filter(change -> change.after().isPresent()).toList();
    if (live.isEmpty()) {
      return false;
    }
    ModelChange wanted = world.any(live);
    String item = item(wanted);
    List<ModelChange> ofItem = live.stream().filter(change -> item(change).equals(item)).toList();
    OptionalLong expected =
        world.once(2) ? OptionalLong.empty() : OptionalLong.of(version(world.any(ofItem)));
    Map<String, Object> request = new HashMap<>();
    request.put("table", source.name());
    request.put("key", Map.of("pk", Map.of("S", item)));
    request.put("version", version(wanted));
    expected.ifPresent(version -> request.put("expectedVersion", version));
    Instant from = world.clock().instant();
    Map<String, Object> answer;
    try {
      answer =
          new RestoreFunction(
                  World.client(), RecordedHistory.settings(), history, invocation.clock())
              .answer(request, invocation.deadline(), invocation.telemetry());
    } catch (RestoreRefusedException
        | RestoreUncertainException
        | NotFoundException
        | NotDoneException
        | SdkException e) {
      // Refused, unknown, or the history does not have it yet.
      return false;
    }
    Set<Optional<String>> states =
        ofItem.stream()
            .filter(change -> version(change) == version(wanted))
            .map(change -> WorldTables.text(change.after().orElseThrow(), "state"))
            .collect(Collectors.toSet());
    answers.add(
        new Answer(
            item,
            states,
            expected,
            answer.get("outcome").toString(),
            ((Number) answer.get("version")).longValue(),
            from,
            world.clock().instant()));
    return true;
  }

  /**
   * @throws AssertionError if an answer is not true
   */
  void check() {
    for (Answer answer : answers) {
      boolean changes = !answer.outcome().equals("UNCHANGED");
      boolean isTrue =
          during(answer, changes).stream()
              .anyMatch(
                  change ->
                      version(change) == answer.version()
                          && answer
                              .states()
                              .contains(WorldTables.text(change.after().orElseThrow(), "state")));
      if (!isTrue || !isAsExpected(answer)) {
        throw new AssertionError(answer + " is not true; the item had " + source.changes());
      }
    }
  }

  /** What was expected, or one up: it may be this restore, sent once more. */
  private static boolean isAsExpected(Answer answer) {
    return answer.expected().isEmpty()
        || answer.version() == answer.expected().getAsLong() + 1
        || answer.version() == answer.expected().getAsLong()
            && answer.outcome().equals("UNCHANGED");
  }

  /** The states of the item in this time; without changes also the one that it began with. */
  private List<ModelChange> during(Answer answer, boolean changesOnly) {
    List<ModelChange> during = new ArrayList<>();
    for (ModelChange change : source.changes()) {
      if (!item(change).equals(answer.item()) || change.time().isAfter(answer.to())) {
        continue;
      }
      if (!changesOnly && !change.time().isAfter(answer.from())) {
        during.clear();
      }
      if (change.after().isPresent() && (!changesOnly || !change.time().isBefore(answer.from()))) {
        during.add(change);
      }
    }
    return during;
  }

  private static String item(ModelChange change) {
    return ((Attribute.S) change.key().partition()).value();
  }

  private static long version(ModelChange change) {
    return ((Attribute.N) change.after().orElseThrow().get("version")).value().longValue();
  }
}
