package io.dynamopatterns.sim.pattern.processor;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.processor.run.Heartbeats;
import io.dynamopatterns.processor.run.Runner;
import io.dynamopatterns.processor.run.WorkStream;
import io.dynamopatterns.processor.sweep.SweepFunction;
import io.dynamopatterns.processor.table.IndexKeys;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Workers;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.EventBus;
import io.dynamopatterns.sim.lambda.Filters;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedSchedule;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import io.dynamopatterns.sim.schedule.Died;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Work of many steps is submitted. Runs die, pause for longer than their lease, end at their
 * deadline and are delivered again; sweeps cross them. In half of the histories the lease is not
 * renewed by heartbeats, so that it ends under live runs, too.
 */
public final class ProcessorScenario implements Scenario {
  private static final String TABLE = "work";

  /** Longer than a run, or over in the midst of one. */
  private static final List<Duration> LEASES =
      List.of(Duration.ofMinutes(2), Duration.ofSeconds(15));

  private static final String POISON = "poison";
  private static final int MOST_STEPS_OF_WORK = 20;
  private static final int MOST_POISON = 3;
  private static final int RETRIES = 4;
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;

  /** Sweeps after the faults: one for each attempt that is left, and one for stalled work. */
  private static final int SWEEPS_AFTER_FAULTS = 8;

  @Override
  public String name() {
    return "processor";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible(
            "what a run keeps for the next one is that of optimistic locking", FaultClass.CLONES)
        .elsewhere("ExpiredWorkIT", FaultClass.LATE_TIME_TO_LIVE)
        .elsewhere("OutcomeEventsIT", FaultClass.LARGE_EVENT)
        .elsewhere("RunnerIT", FaultClass.LARGE_ITEM);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.condition(
            "the fence: the condition on the version of work",
            (operation, request) -> operation.equals("PutItem")));
  }

  @Override
  public void run(World world) {
    ModelTable table =
        WorldTables.createIndexed(
            world,
            TABLE,
            List.of("pk"),
            WorkTable.INDEX,
            List.of(WorkTable.STATE_SHARD, WorkTable.CHANGED_AT),
            Set.copyOf(WorkTable.PROJECTED));
    EventBus bus = new EventBus(world);
    Steps steps = new Steps(world);
    ProcessorOracle oracle = new ProcessorOracle();
    boolean beats = world.random().nextBoolean();
    Limits limits = new Limits(world.any(LEASES), 6, 200, Duration.ZERO);
    Predicate<SourceRecord> filter = Filters.of("processor-fn", "run");
    StreamMapping<DynamodbEvent> run =
        new StreamMapping<>(
                world,
                "run",
                new TableStream(table.stream()),
                DynamodbEvent.class,
                // A filter that lets through what the function itself has written.
                record -> filter.test(record) || world.faults().happens(FaultClass.LOOP),
                (event, invocation) ->
                    workStream(steps, beats, limits, invocation)
                        .process(
                            StreamBatch.of(event),
                            new Call(invocation.deadline(), invocation.telemetry()))
                        .response())
            .losing();
    SimulatedSchedule sweep =
        new SimulatedSchedule(
            world,
            "sweep",
            Duration.ofMinutes(1),
            (slot, invocation) -> sweep(limits, invocation).containsKey("done"));
    Lambda lambda = new Lambda(world);
    int oneSweepIn = 20 << world.random().nextInt(4);
    boolean poisonous = world.faults().isActive(FaultClass.POISON_RECORD);
    if (poisonous) {
      run.givingUpAfter(RETRIES);
    } else {
      run.givingUp();
    }
    // Where time passes slowly, runs meet others before their deadline.
    int mostSeconds = world.any(List.of(5, 90));
    int works = 0;
    int poisoned = 0;
    while (world.continues(STEPS)) {
      run.follow();
      sweep.follow();
      Environment.reshard(world, table);
      if (poisonous && poisoned < MOST_POISON && world.faults().happens(FaultClass.POISON_RECORD)) {
        poison(world, table, poisoned++);
      }
      if (world.once(40) && works < 8) {
        submit(world, lambda, oracle, "work" + works++);
      } else {
        world.scheduler().step();
      }
      if (world.once(oneSweepIn)) {
        // The leases of all that runs are over.
        world.clock().advance(limits.lease().plusSeconds(world.random().nextInt(30)));
        world.ask(() -> sweep(limits, SimulatedInvocation.unlimited(world.clock())));
      }
      if (world.once(15)) {
        world.clock().advance(Duration.ofSeconds(world.random().nextInt(mostSeconds)));
      }
    }
    world.faults().heal();
    for (int sweeps = 0; sweeps < SWEEPS_AFTER_FAULTS; sweeps++) {
      run.follow();
      run.redrive();
      world.finish(MOST_STEPS);
      world.clock().advance(Duration.ofMinutes(20));
      world.ask(() -> sweep(limits, SimulatedInvocation.unlimited(world.clock())));
    }
    run.redrive();
    world.finish(MOST_STEPS);
    oracle.check(table, steps, bus.events(), run.kept());
    if (!run.deadLetters().stream().allMatch(ProcessorScenario::isPoison)) {
      throw new AssertionError("given up, and read by no redrive: " + run.deadLetters());
    }
  }

  private static void submit(World world, Lambda lambda, ProcessorOracle oracle, String id) {
    int steps = 1 + world.random().nextInt(MOST_STEPS_OF_WORK);
    oracle.submitted(id, steps);
    lambda.start(
        "submit",
        invocation -> {
          Work work = new Work(id, Steps.TYPE, Map.of("steps", Integer.toString(steps)));
          return table(invocation)
              .insert(
                  List.of(WorkItem.create(work, 200, invocation.clock().instant())),
                  invocation.deadline());
        });
  }

  /** An item that is not work, which blocks its own lane only. */
  private static void poison(World world, ModelTable table, int number) {
    Map<String, Attribute> item =
        Map.of(
            "pk", new Attribute.S(POISON + number),
            "state", new Attribute.S("PENDING"),
            "version", new Attribute.S("none"));
    table.write(world.clock().instant(), table.keys().ofItem(item), Optional.of(item), false);
  }

  private static boolean isPoison(SourceRecord record) {
    return record.json().at("/dynamodb/Keys/pk/S").asText().startsWith(POISON);
  }

  private static WorkTable table(SimulatedInvocation invocation) {
    return new WorkTable(
        World.client(), TABLE, new IndexKeys(1), Duration.ZERO, Backoff.WRITES, invocation.clock());
  }

  private static WorkStream workStream(
      Steps steps, boolean beats, Limits limits, SimulatedInvocation invocation) {
    Deadline longest = invocation.deadline();
    return new WorkStream(
        new Runner(
            table(invocation),
            new Lifecycle(limits, invocation.clock()),
            new Workers(List.of(steps)),
            Optional.of(() -> longest),
            beats ? ProcessorScenario::beating : withoutHeartbeats()),
        new EventPublisher(World.eventBridge(), "bus"));
  }

  /** Heartbeats in virtual time, on a thread of the run, which dies with it. */
  private static Heartbeats.Beating beating(String name, Duration period, Runnable beat) {
    AtomicBoolean closed = new AtomicBoolean();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                SimulatedActor.current().await(closed::get, period);
                while (!closed.get()) {
                  beat.run();
                  SimulatedActor.current().await(closed::get, period);
                }
              } catch (Died end) {
                // With its run.
              }
            });
    return () -> closed.set(true);
  }

  private static Heartbeats withoutHeartbeats() {
    return (name, period, beat) -> () -> {};
  }

  private static Map<String, Object> sweep(Limits limits, SimulatedInvocation invocation) {
    return new SweepFunction(table(invocation), new Lifecycle(limits, invocation.clock()))
        .sweep(Map.of(), invocation.deadline(), invocation.telemetry());
  }
}
