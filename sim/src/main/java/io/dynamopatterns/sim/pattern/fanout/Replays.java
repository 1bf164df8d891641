package io.dynamopatterns.sim.pattern.fanout;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.replay.ReplayFunction;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedRun;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.pattern.history.RecordedHistory;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of the table, and replays from it to subscribers while changes are dispatched. */
final class Replays {
  private static final int MOST = 3;
  private static final int BEGINS_ONCE_IN = 30;
  private static final int MOST_STEPS = 100_000;

  /** The call that the faults have met, and one that meets none. */
  private static final int CALLS_AFTER_FAULTS = 3;

  private final World world;
  private final List<Subscriber> subscribers;
  private final Lambda lambda;
  private final StreamMapping<DynamodbEvent> recorder;
  private final List<Replay> replays = new ArrayList<>();

  /** A replay, and the call of it that runs. */
  private static final class Replay {
    private final Subscriber subscriber;
    private final Map<String, Object> request;
    private final List<SourceRecord> recorded;
    private Optional<SimulatedRun<Boolean>> run = Optional.empty();

    /**
     * @param recorded the records that it is to replay
     */
    Replay(Subscriber subscriber, Map<String, Object> request, List<SourceRecord> recorded) {
      this.subscriber = subscriber;
      this.request = request;
      this.recorded = recorded;
    }

    boolean isDone() {
      return run.filter(SimulatedRun::hasAnswered).filter(SimulatedRun::answer).isPresent();
    }
  }

  Replays(World world, ModelTable source, List<Subscriber> subscribers) {
    this.world = world;
    this.subscribers = subscribers;
    this.lambda = new Lambda(world);
    RecordedHistory.createTable(world);
    this.recorder =
        new StreamMapping<>(
            world,
            "record",
            new TableStream(source.stream()),
            DynamodbEvent.class,
            record -> true,
            RecordedHistory::record);
  }

  /** Begins a replay now and then, and calls those again that are not done. */
  void follow() {
    recorder.follow();
    if (replays.size() < MOST && recorder.isIdle() && world.once(BEGINS_ONCE_IN)) {
      begin();
    }
    callAgain();
  }

  /** Of all that is recorded by now, or of one item. */
  private void begin() {
    world.clock().advance(Duration.ofSeconds(1));
    Instant to = world.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<String> item =
        world.once(2) ? Optional.of("item" + world.random().nextInt(3)) : Optional.empty();
    Subscriber subscriber = world.any(subscribers);
    Map<String, Object> request = new HashMap<>();
    request.put("operation", "replay");
    request.put("subscriber", subscriber.name());
    request.put("replay", "replay" + replays.size());
    request.put("from", World.START.toString());
    request.put("to", to.toString());
    request.put("changesPerSecond", 3000);
    item.ifPresent(key -> request.put("key", Map.of("pk", Map.of("S", key))));
    List<SourceRecord> recorded =
        recorder.kept().stream()
            .filter(record -> record.arrived().isBefore(to))
            .filter(
                record ->
                    item.isEmpty()
                        || record.json().at("/dynamodb/Keys/pk/S").asText().equals(item.get()))
            .toList();
    replays.add(new Replay(subscriber, request, recorded));
  }

  private void callAgain() {
    for (Replay replay : replays) {
      if (!replay.isDone() && replay.run.map(SimulatedRun::hasEnded).orElse(true)) {
        replay.run = Optional.of(lambda.start("replay", invocation -> call(replay, invocation)));
      }
    }
  }

  /** Whether all is sent. If not, the next call continues with the cursor of this one. */
  private boolean call(Replay replay, SimulatedInvocation invocation) {
    Map<String, Object> answer =
        new ReplayFunction(
                FanOutScenario.TABLE,
                subscribers,
                Optional.of(RecordedHistory.table(invocation)),
                new ChangeMessages(Optional.of(RecordedHistory.TABLE)),
                World.sqs(),
                FanOutScenario.SENDS)
            .answer(replay.request, invocation.deadline(), invocation.telemetry());
    if (answer.containsKey("next")) {
      replay.request.put("next", answer.get("next"));
    }
    return (boolean) answer.get("done");
  }

  /**
   * Once there are no more faults.
   *
   * @throws AssertionError if changes are not recorded, or a replay does not end
   */
  void finish() {
    for (int calls = 0; calls < CALLS_AFTER_FAULTS; calls++) {
      recorder.follow();
      callAgain();
      world.finish(MOST_STEPS);
    }
    if (!recorder.isIdle()) {
      throw new AssertionError("not all changes are recorded though nothing fails any more");
    }
    for (Replay replay : replays) {
      if (!replay.isDone()) {
        throw new AssertionError(
            "a replay is not done though nothing fails any more: "
                + replay
                    .run
                    .flatMap(SimulatedRun::failure)
                    .map(Throwable::toString)
                    .orElse("no failure"));
      }
    }
  }

  void check(FanOutOracle oracle) {
    for (Replay replay : replays) {
      oracle.checkReplayed(
          replay.subscriber, (String) replay.request.get("replay"), replay.recorded);
    }
  }
}
