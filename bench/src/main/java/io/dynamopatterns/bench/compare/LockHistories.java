package io.dynamopatterns.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.direct.ModelClients;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Faults;
import io.dynamopatterns.sim.fault.FaultyWire;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.schedule.Died;
import io.dynamopatterns.sim.schedule.Scheduler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Histories of the lock client. It waits by the machine's time and has its own threads, so they run
 * in real time with short leases, and one seed is not one history. On a busy machine a writer may
 * also pause because no core is free. Faults come from the same classes, and at the same rates, as
 * in the histories of the others. A request that is late arrives before the next call of any
 * writer.
 */
final class LockHistories {
  private static final Duration LEASE = Duration.ofMillis(200);
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final int AT_ONCE = 4;
  private static final int MOST_WRITERS = 6;
  private static final int MOST_APPENDS = 5;
  private static final int FATEFUL_CALLS = 12;

  private LockHistories() {}

  static Findings run(int histories) {
    Findings findings = new Findings();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> running = new ArrayList<>();
      for (long seed = 1; seed <= histories; seed++) {
        LockHistory history = new LockHistory(seed);
        running.add(executor.submit(() -> history.run(findings)));
      }
      await(running);
    }
    return findings;
  }

  /**
   * @throws IllegalStateException if one of them failed
   */
  private static void await(List<Future<?>> running) {
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One history: a list that some writers append to. */
  private static final class LockHistory {
    private final RandomGenerator random;
    private final Faults faults;
    private final Database database = new Database(Clock.systemUTC(), table -> 0);
    private final ModelTable lists = Services.table(Updates.LISTS, "pk");
    private final Scheduler late;
    private final Wire faulty;
    private final AppendJudge judge = new AppendJudge();

    private final int appends;
    private final List<Machine> machines = new ArrayList<>();

    /** All chance is drawn here but that of requests, since writers draw at the same time. */
    LockHistory(long seed) {
      random = GENERATORS.create(seed);
      faults = new Faults(GENERATORS, ~seed, Updates.FAULTS, Integer.MAX_VALUE);
      database.create(lists);
      database.create(Services.table(LockAppender.LOCKS, "pk"));
      late = new Scheduler(GENERATORS.create(seed * 31 + 7), new VirtualClock(World.START), true);
      faulty =
          new FaultyWire(
              new DynamoDbModel(database), late, faults, GENERATORS.create(seed * 41 + 13));
      int writers = 2 + random.nextInt(MOST_WRITERS - 1);
      appends = 1 + random.nextInt(MOST_APPENDS);
      for (int i = 0; i < writers; i++) {
        machines.add(machine());
      }
    }

    void run(Findings findings) {
      try (ExecutorService executor = Executors.newFixedThreadPool(machines.size())) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
          String name = "writer" + i;
          Machine machine = machines.get(i);
          writers.add(executor.submit(() -> write(name, machine)));
        }
        await(writers);
      }
      judge.judge(AppendJudge.elements(lists.items().stream().findFirst()), findings);
    }

    private Machine machine() {
      int dies = faults.happens(FaultClass.DEATH) ? 1 + random.nextInt(FATEFUL_CALLS) : 0;
      int pauses = faults.happens(FaultClass.ZOMBIE) ? 1 + random.nextInt(FATEFUL_CALLS) : 0;
      return new Machine(dies, pauses, LEASE.multipliedBy(random.nextInt(1, 30)).dividedBy(10));
    }

    private void write(String name, Machine machine) {
      LockAppender appender = new LockAppender(ModelClients.of(machine::send), LEASE);
      machine.begin();
      try {
        for (int k = 0; k < appends; k++) {
          String element = name + "#" + k;
          judge.answered(element, appender.append("list", element));
        }
      } catch (Died e) {
        // Its heartbeats die as well.
      } finally {
        machine.end();
        appender.close();
      }
    }

    /** Requests that arrive late are among those that come after. */
    private synchronized WireAnswer answer(String operation, JsonNode request) throws IOException {
      late.step();
      return faulty.send(operation, request);
    }

    /** A machine: at one of its calls it may die, at one it may pause with all its threads. */
    private final class Machine {
      private final int diesAt;
      private final int pausesAt;
      private final Duration pause;
      private volatile Thread program;
      private int calls;
      private boolean dead;

      Machine(int diesAt, int pausesAt, Duration pause) {
        this.diesAt = diesAt;
        this.pausesAt = pausesAt;
        this.pause = pause;
      }

      /** Threads of the machine come here one after the other, so a pause holds all of them. */
      synchronized WireAnswer send(String operation, JsonNode request) throws IOException {
        calls++;
        if (calls == pausesAt) {
          sleep();
        }
        if (dead || calls == diesAt) {
          dead = true;
          if (Thread.currentThread() == program) {
            throw new Died();
          }
          // Heartbeats, which may catch everything.
          throw new IOException("simulated: the machine died");
        }
        return answer(operation, request);
      }

      void begin() {
        program = Thread.currentThread();
      }

      /** What its threads still send is not answered. */
      synchronized void end() {
        dead = true;
        program = null;
      }

      private void sleep() throws IOException {
        try {
          Thread.sleep(pause);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }
}
