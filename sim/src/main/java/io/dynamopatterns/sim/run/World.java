package io.dynamopatterns.sim.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.Service;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Faults;
import io.dynamopatterns.sim.fault.FaultyWire;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.schedule.Scheduler;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** All that there is in one history: a clock, a database, faults, and what runs. */
public final class World {
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final RandomGenerator random;
  private final VirtualClock clock = new VirtualClock(START);
  private final Faults faults;
  private final Scheduler scheduler;
  private final DynamoDbModel model;
  private final Map<String, Service> others = new HashMap<>();
  private final Wire wire;
  private final int mostSteps;
  private int steps;

  /**
   * @param removed the guard that the history does without
   */
  World(long seed, HistoryClients clients, Bounds bounds, Optional<RemovedGuard> removed) {
    // Each concern has its own numbers: fewer faults do not make other choices.
    this.random = GENERATORS.create(seed);
    this.faults = new Faults(GENERATORS, ~seed, bounds.faults(), bounds.mostFaults());
    this.mostSteps = bounds.steps();
    this.scheduler =
        new Scheduler(GENERATORS.create(seed * 31 + 7), clock, clients == HistoryClients.SDK);
    RandomGenerator lags = GENERATORS.create(seed * 37 + 11);
    this.model =
        new DynamoDbModel(
            new Database(clock, table -> faults.happens(FaultClass.LAG) ? 1 + lags.nextInt(5) : 0));
    Wire faulty =
        new FaultyWire(
            (operation, request) -> {
              JsonNode sent =
                  removed.isPresent() ? without(removed.get(), operation, request) : request;
              return others.getOrDefault(operation, model).answer(operation, sent);
            },
            scheduler,
            faults,
            GENERATORS.create(seed * 41 + 13));
    this.wire =
        (operation, request) -> {
          WireAnswer answer = faulty.send(operation, request);
          removed.ifPresent(guard -> guard.ofAnswers().from(operation, answer.body()));
          return answer;
        };
  }

  private static JsonNode without(RemovedGuard guard, String operation, JsonNode request) {
    // The caller may send it again.
    ObjectNode changed = request.deepCopy();
    guard.ofRequests().from(operation, changed);
    return changed;
  }

  /** The client of the actor that calls it. */
  public static DynamoDbClient client() {
    return HistoryClients.current().dynamoDb();
  }

  /** The client of the actor that calls it. */
  public static EventBridgeClient eventBridge() {
    return HistoryClients.current().eventBridge();
  }

  /** The client of the actor that calls it. */
  public static SqsClient sqs() {
    return HistoryClients.current().sqs();
  }

  /** Whether the scenario takes one more step; it has this many at most. */
  public boolean continues(int most) {
    if (steps >= Math.min(most, mostSteps)) {
      return false;
    }
    steps++;
    return true;
  }

  int steps() {
    return steps;
  }

  /** The last state of its random numbers, its clock and its faults. */
  List<Object> end() {
    return List.of(random.nextLong(), clock.instant(), faults.counts());
  }

  /** Adds an operation of a service other than DynamoDB. */
  public void serve(String operation, Service service) {
    others.put(operation, service);
  }

  public RandomGenerator random() {
    return random;
  }

  public <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  public VirtualClock clock() {
    return clock;
  }

  public Faults faults() {
    return faults;
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  /** The database itself, which oracles read past all faults. */
  public DynamoDbModel model() {
    return model;
  }

  /** The way of requests with all faults. */
  public Wire wire() {
    return wire;
  }

  /** Starts a program that makes requests with all faults. */
  public SimulatedActor start(String name, Runnable program) {
    return scheduler.start(name, wire, program);
  }

  /** Asks something of a program whose requests meet no faults. */
  public <T> T ask(Supplier<T> question) {
    AtomicReference<T> answer = new AtomicReference<>();
    SimulatedActor actor =
        scheduler.start(
            "oracle",
            (operation, request) ->
                others.getOrDefault(operation, model).answer(operation, request),
            () -> answer.set(question.get()));
    actor
        .failure()
        .ifPresent(
            cause -> {
              AssertionError unanswered =
                  new AssertionError("a question was not answered: " + cause.getMessage());
              unanswered.addSuppressed(cause);
              throw unanswered;
            });
    return answer.get();
  }

  /**
   * Moves on until nothing moves any more.
   *
   * @throws AssertionError if that takes more steps
   */
  public void finish(int most) {
    for (int step = 0; step < most; step++) {
      if (!scheduler.step()) {
        return;
      }
    }
    throw new AssertionError(
        "after %d steps there is no end; running: %s"
            .formatted(most, scheduler.running().stream().map(SimulatedActor::name).toList()));
  }
}
