package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.kit.Actors;
import io.dynamopatterns.eventstore.kit.Actors.Actor;
import io.dynamopatterns.eventstore.kit.Actors.Fate;
import io.dynamopatterns.eventstore.kit.MemoryDynamoDb;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.kit.Stream.Message;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.watermark.SourceStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Ingest, pumps, the watermark's function and a reader that follows cross at every call to
 * DynamoDB, with clocks up to a minute apart. Functions die at any call, are taken for dead and
 * continue, and their batches are delivered again, whole or in halves.
 */
class CrossingsTest {
  private static final int HISTORIES = 120;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyReaderGetsEveryEventOnceHoweverTheFunctionsCross(Mode mode) {
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      for (int seed = 0; seed < HISTORIES; seed++) {
        try {
          new History(mode, new Random(seed)).run();
        } catch (AssertionError e) {
          throw new AssertionError("history " + mode + " " + seed, e);
        }
      }
    } finally {
      System.setOut(console);
    }
  }

  /** One history. Every choice in it follows from the seed. */
  private static final class History {
    private static final int STEPS = 300;

    /** No call at all, and the first one that stores events. */
    private static final int NEVER = -1;

    private static final int WRITE = 0;

    private enum Action {
      PUT,
      DELIVER,
      WATERMARK,
      PUMP,
      CROSS,
      READ,
      PASS
    }

    private final Random random;

    /** How often each happens: other things in each history, so that some of them meet often. */
    private final List<Action> actions = new ArrayList<>();

    private final int sleepers;
    private final int longestSleep;
    private final int writes;
    private final int mostPumps;
    private final Store store;
    private final Stream stream;
    private final Actors actors;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, Mapping> mappings = new LinkedHashMap<>();
    private final Duration stamps;
    private final List<String> followed = new ArrayList<>();
    private final MemoryDynamoDb database;
    private String cursor;
    private boolean finishing;

    /** A run of a function. At one call it may be overtaken by all others, at one it may die. */
    private final class Running {
      private final String function;
      private final Actor actor;
      private final int sleepsAt = call(sleepers);
      private final int diesAt = call(4);
      private int calls;
      private int asleepUntil;
      private boolean slept;

      Running(String function, Actor actor) {
        this.function = function;
        this.actor = actor;
      }

      /** Once in n calls: the first that stores events, or one by its number. */
      private int call(int oneIn) {
        int call = random.nextInt(4) < writes ? WRITE : 1 + random.nextInt(10);
        return random.nextInt(oneIn) == 0 ? call : NEVER;
      }

      private boolean isAt(int call) {
        return call == WRITE ? actor.next().equals("batchWriteItem") : call == calls;
      }

      void step(int number, boolean mayDie) {
        calls++;
        if (!slept && isAt(sleepsAt)) {
          slept = true;
          asleepUntil = number + random.nextInt(longestSleep);
        } else if (mayDie && isAt(diesAt)) {
          actor.step(random.nextBoolean() ? Fate.DIES_BEFORE_THE_CALL : Fate.DIES_AFTER_THE_CALL);
        } else {
          actor.step(Fate.LIVES);
        }
        if (actor.hasEnded()) {
          running.remove(this);
        }
      }
    }

    History(Mode mode, Random random) {
      this.random = random;
      this.sleepers = 1 + random.nextInt(3);
      this.longestSleep = 20 << random.nextInt(4);
      this.writes = random.nextInt(5);
      this.mostPumps = 1 + random.nextInt(2);
      this.store = Store.inMemory(mode);
      this.stream = new Stream(random.nextInt(3) == 0 ? 2 : 1);
      this.database = new MemoryDynamoDb(store.buffer);
      this.actors = new Actors(database);
      this.stamps = Duration.ofSeconds(random.nextInt(121) - 60L);
      for (Action action : Action.values()) {
        actions.addAll(Collections.nCopies(1 + random.nextInt(6), action));
      }
    }

    void run() {
      start("watermark", 1, this::watermark);
      endAll();
      for (int step = 0; step < STEPS; step++) {
        step(step);
      }
      finish();
      List<String> played = play(database, null).ids();
      assertThat(played)
          .containsExactlyInAnyOrderElementsOf(
              stream.messages().stream().map(Message::eventId).toList());
      assertThat(followed).isEqualTo(played);
    }

    private void step(int number) {
      List<Running> awake = running.stream().filter(run -> run.asleepUntil <= number).toList();
      if (!awake.isEmpty() && random.nextInt(6) > 0) {
        any(awake).step(number, true);
        return;
      }
      switch (any(actions)) {
        case PUT -> put();
        case DELIVER -> mapping(any(stream.shards())).deliver();
        case WATERMARK -> start("watermark", 2, this::watermark);
        case PUMP -> start("pump", mostPumps, this::pump);
        case CROSS -> cross(number);
        case READ -> start("reader", 1, this::follow);
        case PASS -> pass();
        default -> throw new IllegalStateException();
      }
    }

    /** All that runs ends, all that waits is delivered, and everything becomes visible. */
    private void finish() {
      finishing = true;
      endAll();
      for (String shard : stream.shards()) {
        while (mapping(shard).waits()) {
          mapping(shard).deliver();
          endAll();
        }
      }
      for (int i = 0; i < 2; i++) {
        store.clock.advance(Duration.ofMinutes(20));
        start("watermark", 1, this::watermark);
        endAll();
        start("pump", 1, this::pump);
        endAll();
      }
      start("reader", 1, this::follow);
      endAll();
    }

    private void endAll() {
      endAllBut("");
    }

    private void endAllBut(String function) {
      List<Running> others = new ArrayList<>(running);
      others.removeIf(run -> run.function.equals(function));
      while (!others.isEmpty()) {
        any(others).step(STEPS, false);
        others.removeIf(run -> run.actor.hasEnded());
      }
    }

    private void pass() {
      store.clock.advance(
          random.nextInt(10) == 0
              ? Duration.ofMinutes(17)
              : Duration.ofMillis(random.nextInt(6_000)));
    }

    private void put() {
      String shard = any(stream.shards());
      for (int i = random.nextInt(6); i >= 0; i--) {
        store.clock.advance(Duration.ofMillis(random.nextInt(300)));
        Instant stamp = store.clock.instant().plus(stamps).minusMillis(random.nextInt(50));
        stream.put(shard, stamp, "k", new byte[] {'x'});
      }
    }

    private void start(String function, int most, BiConsumer<DynamoDbClient, Telemetry> body) {
      if (running.stream().filter(run -> run.function.equals(function)).count() < most) {
        Actor actor =
            actors.start(
                client -> {
                  try (Telemetry telemetry = Telemetry.of("eventstore", function, "request-1")) {
                    body.accept(client, telemetry);
                  }
                });
        if (!actor.hasEnded()) {
          running.add(new Running(function, actor));
        }
      }
    }

    /** Two pumps that have scanned the buffer, and between their scans a batch was stored. */
    private void cross(int number) {
      if (running.stream().anyMatch(run -> run.function.equals("pump"))) {
        return;
      }
      for (int pumps = 0; pumps < 2; pumps++) {
        put();
        mapping(any(stream.shards())).deliver();
        endAllBut("pump");
        start("pump", 2, this::pump);
        for (Running pump : running.stream().filter(run -> run.function.equals("pump")).toList()) {
          while (!pump.actor.hasEnded() && !pump.isAt(WRITE)) {
            pump.step(number, false);
          }
          pump.asleepUntil = number + 30 + random.nextInt(200);
        }
      }
    }

    private void watermark(DynamoDbClient client, Telemetry telemetry) {
      store.watermark(client, new Seen()).advance(Map.of(), minute(), telemetry);
    }

    private void pump(DynamoDbClient client, Telemetry telemetry) {
      store.pump(client).pump(Map.of(), minute(), telemetry);
    }

    private void follow(DynamoDbClient client, Telemetry telemetry) {
      Store.Played played = play(client, cursor);
      followed.addAll(played.ids());
      cursor = played.cursor();
    }

    /** All pages up to the watermark. */
    private Store.Played play(DynamoDbClient client, String from) {
      return Store.play(
          3 + random.nextInt(30),
          from,
          request -> {
            try (Telemetry telemetry = Telemetry.of("eventstore", "reader", "request-1")) {
              return store.playback(client).answer(request, minute(), telemetry);
            }
          });
    }

    private Mapping mapping(String shard) {
      return mappings.computeIfAbsent(shard, Mapping::new);
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private static Deadline minute() {
      return Store.minute();
    }

    /** Delivers the batches of a shard: one after the other, but it may take a run for dead. */
    private final class Mapping {
      private final String shard;
      private final Duration clock = Duration.ofSeconds(random.nextInt(121) - 60L);
      private int done;
      private int handedOver;
      private int batchEnd;
      private boolean hesitates;
      private Actor attempt;

      Mapping(String shard) {
        this.shard = shard;
      }

      boolean waits() {
        return done < stream.messages(shard).size();
      }

      void deliver() {
        boolean alive = attempt != null && !attempt.hasEnded();
        if (!waits() || random.nextInt(8) > 0 && (alive || hesitates && !finishing)) {
          return;
        }
        hesitates = random.nextInt(3) == 0;
        int from = done;
        if (batchEnd <= from) {
          batchEnd = Math.min(stream.messages(shard).size(), from + 1 + random.nextInt(10));
        }
        // What failed before is delivered again, whole or in halves.
        int end = random.nextBoolean() ? from + Math.max(1, (batchEnd - from) / 2) : batchEnd;
        handedOver = Math.max(handedOver, end);
        List<Message> batch = List.copyOf(stream.messages(shard).subList(from, end));
        start(
            "ingest " + shard,
            3,
            (client, telemetry) -> {
              StreamsEventResponse answer =
                  store
                      .with(Clock.offset(store.clock, clock))
                      .ingester(client)
                      .ingest(StreamBatch.of(Stream.event(batch)), new Call(minute(), telemetry))
                      .response();
              if (answer.getBatchItemFailures().isEmpty()) {
                done = Math.max(done, end);
              }
            });
        attempt = running.isEmpty() ? null : running.getLast().actor;
      }
    }

    /** Kinesis, which perhaps does not show yet what has arrived and was not handed over. */
    private final class Seen implements SourceStream {
      @Override
      public Listing shards() {
        return new Listing(stream.shards(), store.clock.instant());
      }

      @Override
      public Tail after(String shard, String sequence, Optional<Instant> since) {
        Instant now = store.clock.instant();
        List<Message> all = stream.messages(shard);
        int handedOver = mapping(shard).handedOver;
        int shown =
            random.nextBoolean()
                ? all.size()
                : handedOver + random.nextInt(all.size() - handedOver + 1);
        boolean waiting =
            all.subList(0, shown).stream()
                .filter(message -> since.isEmpty() || !message.arrival().isBefore(since.get()))
                .anyMatch(
                    message ->
                        new BigInteger(message.sequence()).compareTo(new BigInteger(sequence)) > 0);
        return waiting ? new Tail.Waiting() : new Tail.Empty(now);
      }
    }
  }
}
