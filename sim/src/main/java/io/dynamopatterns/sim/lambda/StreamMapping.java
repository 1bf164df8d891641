package io.dynamopatterns.sim.lambda;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.BatchDelivery;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * An event source mapping: it reads each shard of a stream from its first record, a child after its
 * parent, and delivers batches of any size with the local fleet's own {@link BatchDelivery}. A run
 * that dies, that fails, or that takes too long is delivered again, whole or in halves.
 *
 * @param <E> the function's event
 */
public final class StreamMapping<E> {
  private static final int FEW_RECORDS = 12;
  private static final int MOST_THROTTLED_SECONDS = 30;
  private static final int LOSES_ONCE_IN = 6;
  private static final PojoSerializer<StreamsEventResponse> ANSWERS =
      LambdaEventSerializers.serializerFor(
          StreamsEventResponse.class, StreamMapping.class.getClassLoader());

  private final World world;
  private final Lambda lambda;
  private final String function;
  private final SimulatedStream stream;
  private final Predicate<SourceRecord> filter;
  private final PojoSerializer<E> events;
  private final BiFunction<E, SimulatedInvocation, StreamsEventResponse> body;
  private final Set<String> started = new HashSet<>();
  private final Set<String> done = new HashSet<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Integer> handedOver = new HashMap<>();
  private final List<Discard> discarded = new ArrayList<>();
  private final Set<String> lost = new HashSet<>();
  private boolean loses;
  private Optional<Integer> retries = Optional.empty();
  private int mostRecords = FEW_RECORDS;
  private String latest = "";

  /**
   * @param filter the records that the function is given
   */
  public StreamMapping(
      World world,
      String function,
      SimulatedStream stream,
      Class<E> event,
      Predicate<SourceRecord> filter,
      BiFunction<E, SimulatedInvocation, StreamsEventResponse> body) {
    this.world = world;
    this.lambda = new Lambda(world);
    this.function = function;
    this.stream = stream;
    this.filter = filter;
    this.events = LambdaEventSerializers.serializerFor(event, StreamMapping.class.getClassLoader());
    this.body = body;
  }

  /**
   * In some histories it gives records up after a few retries. {@link #redrive} delivers them
   * again.
   */
  public StreamMapping<E> givingUp() {
    if (world.faults().isActive(FaultClass.DEAD_LETTERS)) {
      retries = Optional.of(1 + world.random().nextInt(4));
    }
    return this;
  }

  /**
   * In some histories it is at times so late that the stream has forgotten what it would read next.
   */
  public StreamMapping<E> losing() {
    loses = true;
    return this;
  }

  /** Delivers batches of at most this size, for speed. Small ones meet more of what can cross. */
  public StreamMapping<E> batchesOf(int most) {
    mostRecords = most;
    return this;
  }

  /** Gives records up after this many retries. */
  public StreamMapping<E> givingUpAfter(int most) {
    retries = Optional.of(most);
    return this;
  }

  /** Delivers what was given up again, oldest first, as an operator does. */
  public void redrive() {
    List<Discard> all = List.copyOf(discarded);
    discarded.clear();
    world.start(
        "redrive " + function,
        () -> {
          for (Discard each : all) {
            deliver(each.shardId(), each.records());
          }
        });
  }

  /** Begins again where a stream begins that has forgotten what was delivered. */
  public void forget() {
    positions.clear();
  }

  /** Whether the stream forgot the record of this number before the mapping read it. */
  public boolean hasLost(String sequenceNumber) {
    return lost.contains(sequenceNumber);
  }

  /** The records of the stream, in their order in each shard, without those that were lost. */
  public List<SourceRecord> kept() {
    return stream.shards().stream()
        .flatMap(shard -> shard.records().stream())
        .map(stream::record)
        .filter(record -> !hasLost(record.sequenceNumber()))
        .toList();
  }

  /** What it has given up, and was not delivered again. */
  public List<SourceRecord> deadLetters() {
    return discarded.stream().flatMap(each -> each.records().stream()).toList();
  }

  /** Starts a reader for each shard that has none. */
  public void follow() {
    for (SimulatedStream.Shard shard : stream.shards()) {
      if (started.add(shard.id())) {
        world.start("mapping " + function + " " + shard.id(), () -> read(shard));
      }
    }
  }

  /** Whether all records so far are delivered. */
  public boolean isIdle() {
    return stream.shards().stream().allMatch(shard -> delivered(shard) == shard.records().size());
  }

  /** How many records of a shard a function was given, also without success. */
  public int handedOver(String shardId) {
    return handedOver.getOrDefault(shardId, 0);
  }

  private int delivered(SimulatedStream.Shard shard) {
    return positions.getOrDefault(shard.id(), 0);
  }

  private void read(SimulatedStream.Shard shard) {
    SimulatedActor actor = SimulatedActor.current();
    if (shard.parent().isPresent()) {
      actor.await(() -> done.contains(shard.parent().get()));
    }
    while (true) {
      actor.await(() -> delivered(shard) < shard.records().size() || shard.isClosed());
      int from = delivered(shard);
      if (from == shard.records().size()) {
        done.add(shard.id());
        return;
      }
      if (world.faults().happens(FaultClass.READERS)) {
        // Other readers have used up what the shard gives in this time.
        actor.sleep(Duration.ofSeconds(world.random().nextInt(MOST_THROTTLED_SECONDS)));
      }
      if (loses && world.once(LOSES_ONCE_IN) && world.faults().happens(FaultClass.STREAM_LOSS)) {
        lose(shard, from);
        continue;
      }
      int size = 1 + world.random().nextInt(Math.min(mostRecords, shard.records().size() - from));
      handedOver.put(shard.id(), from + size);
      List<SourceRecord> batch = new ArrayList<>();
      for (JsonNode json : shard.records().subList(from, from + size)) {
        SourceRecord record = stream.record(json);
        if (filter.test(record)) {
          batch.add(record);
        }
      }
      if (!batch.isEmpty()) {
        countOrder(batch);
        deliver(shard.id(), batch);
      }
      positions.put(shard.id(), from + size);
    }
  }

  private void lose(SimulatedStream.Shard shard, int from) {
    int to = from + 1 + world.random().nextInt(shard.records().size() - from);
    shard.records().subList(from, to).stream()
        .map(stream::record)
        .forEach(record -> lost.add(record.sequenceNumber()));
    handedOver.put(shard.id(), to);
    positions.put(shard.id(), to);
  }

  /** Numbers rise over all shards: a lower one comes after a higher one of another shard. */
  private void countOrder(List<SourceRecord> batch) {
    if (batch.getFirst().sequenceNumber().compareTo(latest) < 0) {
      world.faults().count(FaultClass.REORDER);
    }
    latest = Collections.max(List.of(latest, batch.getLast().sequenceNumber()));
  }

  private void deliver(String shardId, List<SourceRecord> batch) {
    try {
      new BatchDelivery(
              spec(), stream, shardId, this::invoke, this::discard, pace(), new MappingStats())
          .deliver(batch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void discard(Discard given) {
    discarded.add(given);
    world.faults().count(FaultClass.DEAD_LETTERS);
  }

  private String invoke(String json) throws InvocationException {
    E event = events.fromJson(json);
    SimulatedRun<StreamsEventResponse> run =
        lambda.start(function, invocation -> body.apply(event, invocation));
    SimulatedActor.current().await(run::hasEnded, Lambda.TIMEOUT);
    if (!run.hasEnded()) {
      throw new InvocationException("simulated: timed out");
    }
    if (!run.hasAnswered()) {
      throw new InvocationException(
          "simulated: " + run.failure().map(Throwable::toString).orElse("died"));
    }
    if (world.faults().happens(FaultClass.DUPLICATE_DELIVERY)) {
      throw new InvocationException("simulated: Lambda has not heard the answer");
    }
    if (world.faults().happens(FaultClass.WRONG_IDENTIFIERS)) {
      return "{\"batchItemFailures\":[{\"itemIdentifier\":\"of no record\"}]}";
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ANSWERS.toJson(run.answer(), answer);
    return answer.toString(StandardCharsets.UTF_8);
  }

  private MappingSpec spec() {
    return new MappingSpec(
        "simulated",
        new MappingSpec.TableStream(stream.arn(), stream.arn()),
        function,
        mostRecords,
        Duration.ZERO,
        1,
        retries,
        Optional.empty(),
        true,
        true,
        List.of(),
        Optional.empty(),
        true,
        true);
  }

  private MappingPace pace() {
    return new MappingPace(
        world.clock(), failures -> SimulatedActor.current().sleep(MappingPace.backoff(failures)));
  }
}
