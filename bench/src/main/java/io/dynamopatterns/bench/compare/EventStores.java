package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.bench.run.FiveMinutes;
import io.dynamopatterns.bench.run.Functions;
import io.dynamopatterns.bench.run.PatternDeployment;
import io.dynamopatterns.bench.run.TransportClients;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.IngestHandler;
import io.dynamopatterns.eventstore.playback.EventSequence;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Stores of the events of a stream, which are read in the order of time. */
final class EventStores {
  private static final String MISSING = "missing";
  private static final String DOUBLED = "twice";
  private static final String PASSED = "missed by a reader that follows";
  private static final String UNORDERED = "out of order";
  private static final String EVENTS = "events";
  private static final Duration SPAN = Duration.ofHours(1);
  private static final int EVENTS_OF_A_PACK = 100;
  private static final int MILLIS_BETWEEN = 10;
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;

  private EventStores() {}

  static Workload workload() {
    return new Workload(
        "Events of a stream, stored and read once in order",
        "event",
        List.of(MISSING, DOUBLED, PASSED, UNORDERED),
        List.of(EVENTS),
        List.of(
            ours(Mode.PACKED),
            ours(Mode.DIRECT),
            slots("a reader up to now", Duration.ZERO),
            slots("a reader up to a minute ago", Duration.ofMinutes(1))));
  }

  private static Contender slots(String reader, Duration lag) {
    String name = "record by record, `PutItem` by minute; " + reader;
    return Contender.peer(
        name,
        EventStores::costOfSlots,
        histories -> histories(name, histories, world -> new FollowedStore.Slots(world, lag)));
  }

  private static Contender ours(Mode mode) {
    String name = "event store, " + mode.name().toLowerCase(Locale.ROOT);
    return Contender.ours(
        name,
        events -> costOfOurs(events, mode),
        histories -> histories(name, histories, world -> new FollowedStore.Ours(world, mode)));
  }

  private static Cost costOfOurs(int events, Mode mode) {
    MeteredService service =
        new MeteredService(Services.table("events", "pk", "sk"), Services.table("buffer", "pk"));
    TransportClients clients = TransportClients.ofFunctions(service);
    RequestHandler<KinesisEvent, StreamsEventResponse> ingest =
        Functions.start(
            IngestHandler::new,
            PatternDeployment.environment(
                Map.of("EVENTSTORE_MODE", mode.name().toLowerCase(Locale.ROOT))),
            clients);
    EventStoreReader reader =
        new EventStoreReader(
            new StoredEvents(clients.dynamoDb(), "events"),
            mode == Mode.PACKED ? EVENTS_OF_A_PACK : 1,
            Clock.systemUTC());
    return cost(
        service,
        events,
        (event, call) -> ingest.handleRequest(event, new FiveMinutes()),
        from -> count(reader, from, events));
  }

  private static int count(EventStoreReader reader, Instant from, int events) {
    EventSequence sequence =
        reader.read(
            from, from.plus(SPAN), Optional.empty(), events, Deadline.after(Duration.ofDays(1)));
    int read = 0;
    while (sequence.hasNext()) {
      sequence.next();
      read++;
    }
    return read;
  }

  private static Cost costOfSlots(int events) {
    MeteredService service = new MeteredService(Services.table(SlotStore.EVENTS, "pk", "sk"));
    DynamoDbClient client = Services.client(service);
    SlotStore store = new SlotStore(client);
    return cost(
        service,
        events,
        (event, call) -> store.store(event),
        from -> store.between("", from, from.plus(lasting(events))).size());
  }

  /** Of the second half of twice as many events, which arrive long after those of the first. */
  private static Cost cost(
      MeteredService service,
      int events,
      BatchFunction<KinesisEvent> ingest,
      Function<Instant, Integer> reader) {
    SimulatedKinesis stream = new SimulatedKinesis("clicks", 1);
    for (int i = 0; i < 2 * events; i++) {
      Instant arrival =
          World.START.plus(SPAN.multipliedBy(2L * (i / events))).plus(lasting(i % events));
      stream.put(arrival, "key" + i % 10, GroupEvent.data("group", "event" + i, arrival));
    }
    return Streams.cost(
        service,
        Streams.kinesis(stream),
        batches -> {
          Streams.handle(batches, ingest);
          int read = reader.apply(arrival(batches.getFirst()));
          if (read != batches.size() * Streams.BATCH) {
            throw new IllegalStateException(read + " events are read though nothing fails");
          }
        });
  }

  private static Duration lasting(int events) {
    return Duration.ofMillis((long) events * MILLIS_BETWEEN);
  }

  private static Instant arrival(KinesisEvent event) {
    return event.getRecords().getFirst().getKinesis().getApproximateArrivalTimestamp().toInstant();
  }

  private static Findings histories(
      String name, int histories, Function<World, FollowedStore> store) {
    return JudgedHistories.run(
        name,
        Streams.faults(),
        histories,
        (world, findings) -> history(world, findings, store.apply(world)));
  }

  private static void history(World world, Findings findings, FollowedStore store) {
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 1 + world.random().nextInt(3));
    StreamMapping<KinesisEvent> mapping =
        new StreamMapping<>(
            world, "ingest", clicks, KinesisEvent.class, record -> true, store::ingest);
    store.fedBy(clicks, mapping);
    Lambda lambda = new Lambda(world);
    while (world.continues(STEPS)) {
      mapping.follow();
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 6) {
        clicks.split(world.random().nextInt(4));
      }
      switch (world.random().nextInt(16)) {
        case 0, 1 -> put(world, clicks);
        case 2 -> start(world, lambda, "watermark", store::advance);
        case 3 -> start(world, lambda, "reader", store::follow);
        case 4 -> world.clock().advance(Duration.ofMillis(world.random().nextInt(3_000)));
        default -> world.scheduler().step();
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    SimulatedInvocation last = SimulatedInvocation.unlimited(world.clock());
    for (int i = 0; i < 3; i++) {
      world.clock().advance(Duration.ofMinutes(20));
      world.ask(() -> store.advance(last));
    }
    world.ask(() -> store.follow(last));
    judge(clicks, store, findings);
  }

  private static void put(World world, SimulatedKinesis clicks) {
    for (int i = world.random().nextInt(4); i >= 0; i--) {
      world.clock().advance(Duration.ofMillis(world.random().nextInt(300)));
      clicks.put(world.clock().instant(), "key" + world.random().nextInt(4), "x");
    }
  }

  private static void start(
      World world, Lambda lambda, String function, Function<SimulatedInvocation, Boolean> body) {
    if (world.scheduler().running().stream().noneMatch(one -> one.name().equals(function))) {
      lambda.start(function, body);
    }
  }

  private static void judge(SimulatedKinesis clicks, FollowedStore store, Findings findings) {
    Map<String, String> put = new HashMap<>();
    clicks
        .shards()
        .forEach(
            shard -> {
              for (JsonNode record : shard.records()) {
                put.put(record.get("eventID").asText(), SimulatedKinesis.sequenceNumber(record));
              }
            });
    List<String> all = store.all();
    Set<String> read = new HashSet<>(all);
    Set<String> followed = new HashSet<>(store.followed());
    findings.judged(EVENTS, put.size());
    findings.found(MISSING, put.keySet().stream().filter(id -> !read.contains(id)).count());
    findings.found(
        DOUBLED, (long) all.size() - read.size() + store.followed().size() - followed.size());
    findings.found(PASSED, put.keySet().stream().filter(id -> !followed.contains(id)).count());
    // Each shard's order is that of Kinesis, and the reader that follows has that of a later one.
    Map<String, Integer> places = new HashMap<>();
    all.forEach(id -> places.putIfAbsent(id, places.size()));
    all.stream()
        .collect(Collectors.groupingBy(EventStores::shard))
        .values()
        .forEach(ofShard -> findings.found(UNORDERED, descents(ofShard, put)));
    findings.found(
        UNORDERED,
        descents(store.followed().stream().filter(places::containsKey).toList(), places));
  }

  /** The shard of an event's id, which has the sequence number after it. */
  private static String shard(String id) {
    return id.substring(0, id.indexOf(':'));
  }

  /** How many events have a smaller value than the one before. */
  static <V extends Comparable<V>> long descents(List<String> ids, Map<String, V> values) {
    long descents = 0;
    for (int i = 1; i < ids.size(); i++) {
      if (values.get(ids.get(i)).compareTo(values.get(ids.get(i - 1))) < 0) {
        descents++;
      }
    }
    return descents;
  }
}
