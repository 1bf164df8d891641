package io.dynamopatterns.bench.growth;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.AggregatorCollectHandler;
import io.dynamopatterns.aggregator.CountHandler;
import io.dynamopatterns.bench.run.FiveMinutes;
import io.dynamopatterns.bench.run.Functions;
import io.dynamopatterns.bench.run.PatternDeployment;
import io.dynamopatterns.bench.run.Records;
import io.dynamopatterns.bench.run.TransportClients;
import io.dynamopatterns.eventstore.IngestHandler;
import io.dynamopatterns.examples.pagehits.PageHitsHandler;
import io.dynamopatterns.fanout.DispatchHandler;
import io.dynamopatterns.history.RecordHandler;
import io.dynamopatterns.sim.dynamodb.ModelHttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The functions with the recommended settings of a rate, fed as their mappings would: the records
 * that each shard has in a second are a batch, or several.
 */
final class Patterns {
  /** Half of what a Kinesis shard, or a partition of a table, takes. */
  private static final int RECORDS_OF_A_SHARD = 500;

  private static final int BATCH = 1000;

  /** An item has some 90 bytes for each shard that it has counted. */
  private static final int SHARDS_OF_A_PAGE = 50;

  /** Half of what a key takes, for keys that follow the traffic's. */
  private static final int EVENTS_OF_A_KEY = 400;

  private final int rate;
  private final int seconds;
  private final int shards;
  private final Skew skew;

  /**
   * @param rate events a second
   * @param seconds how long they arrive before and while they are measured
   */
  Patterns(int rate, int seconds) {
    this.rate = rate;
    this.seconds = seconds;
    this.shards = Math.ceilDiv(rate, RECORDS_OF_A_SHARD);
    this.skew = new Skew(rate, EVENTS_OF_A_KEY);
  }

  List<Supplier<Load>> all() {
    int direct = partitions(400);
    int packed = Math.max(4, partitions(5_000));
    int index = Math.max(4, partitions(1_000));
    return List.of(
        () -> ingest("direct", direct),
        () -> ingest("packed", packed),
        () -> ingest("buffered", packed),
        this::collect,
        () -> count(index),
        () -> periodic(Math.min(128, partitions(400))),
        this::history,
        this::dispatch,
        this::pageHits);
  }

  private int partitions(int eventsOfEach) {
    return Math.min(256, Math.max(4, Math.ceilDiv(rate, eventsOfEach)));
  }

  private Load ingest(String mode, int partitions) {
    return kinesis(
        "event store, " + mode,
        "`shards = %d`".formatted(partitions),
        IngestHandler::new,
        Map.of("EVENTSTORE_MODE", mode, "EVENTSTORE_SHARDS", Integer.toString(partitions)),
        0);
  }

  private Load collect() {
    return kinesis(
        "aggregator, collect", "", AggregatorCollectHandler::new, Map.of(), skew.rate(0));
  }

  private Load count(int indexShards) {
    return table(
        "aggregator, count",
        "`index_shards = %d`".formatted(indexShards),
        CountHandler::new,
        Map.of("AGGREGATOR_INDEX_SHARDS", Integer.toString(indexShards)),
        8,
        "client-",
        (number, key) -> Records.newEvent(number, time(number), key, "/"),
        0);
  }

  private Load periodic(int partitions) {
    return kinesis(
        "periodic, collect",
        "`shards = %d`".formatted(partitions),
        io.dynamopatterns.periodic.PeriodicCollectHandler::new,
        Map.of("PERIODIC_SHARDS", Integer.toString(partitions)),
        0);
  }

  private Load history() {
    return table(
        "history, record",
        "",
        RecordHandler::new,
        Map.of(),
        1,
        "/page/",
        (number, key) -> Records.pageChange(number, time(number), key),
        skew.rate(0));
  }

  private Load dispatch() {
    return table(
        "fan-out, dispatch",
        "",
        DispatchHandler::new,
        Map.of(),
        1,
        "/page/",
        (number, key) -> Records.pageChange(number, time(number), key),
        0);
  }

  /**
   * With many shards producers put clicks by page: else functions of all shards write each page.
   */
  private Load pageHits() {
    boolean byPage = shards > SHARDS_OF_A_PAGE;
    return run(
        "page hits",
        byPage ? "clicks by page" : "",
        PageHitsHandler::new,
        Map.of(),
        8,
        second ->
            (byPage ? byKey(second, "/page/", this::click) : spread(second))
                .map(Records::ofKinesis),
        0);
  }

  /** The records of a stream, spread over its shards by a key that no two of them share. */
  private Load kinesis(
      String name,
      String settings,
      Supplier<? extends RequestHandler<KinesisEvent, StreamsEventResponse>> handler,
      Map<String, String> environment,
      double undivided) {
    return run(
        name,
        settings,
        handler,
        environment,
        1,
        second -> spread(second).map(Records::ofKinesis),
        undivided);
  }

  private Stream<List<KinesisEventRecord>> spread(int second) {
    return IntStream.range(0, shards)
        .mapToObj(
            shard ->
                IntStream.iterate(shard, i -> i < rate, i -> i + shards)
                    .map(i -> second * rate + i)
                    .toArray())
        .flatMap(Patterns::batches)
        .map(numbers -> Arrays.stream(numbers).mapToObj(this::click).toList());
  }

  private KinesisEventRecord click(int number) {
    return click(number % rate % shards, number, skew.text("/page/"));
  }

  private KinesisEventRecord click(int number, String page) {
    return click(shard(page), number, page);
  }

  private KinesisEventRecord click(int shard, int number, String page) {
    return Records.click(shard, number, time(number), skew.text("client-"), page);
  }

  /** The records of a table's stream, whose shards are its partitions. */
  private Load table(
      String name,
      String settings,
      Supplier<? extends RequestHandler<DynamodbEvent, StreamsEventResponse>> handler,
      Map<String, String> environment,
      int lanes,
      String keys,
      BiFunction<Integer, String, DynamodbStreamRecord> record,
      double undivided) {
    return run(
        name,
        settings,
        handler,
        environment,
        lanes,
        second -> byKey(second, keys, record).map(Records::ofTable),
        undivided);
  }

  /** The batches of a second, where the key of a record decides on its shard. */
  private <R> Stream<List<R>> byKey(
      int second, String keys, BiFunction<Integer, String, R> record) {
    String[] drawn = new String[rate];
    Map<Integer, List<Integer>> byShard = new TreeMap<>();
    for (int i = 0; i < rate; i++) {
      drawn[i] = skew.text(keys);
      byShard.computeIfAbsent(shard(drawn[i]), any -> new ArrayList<>()).add(i);
    }
    return byShard.values().stream()
        .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
        .flatMap(Patterns::batches)
        .map(
            of ->
                Arrays.stream(of)
                    .mapToObj(i -> record.apply(second * rate + i, drawn[i]))
                    .toList());
  }

  private int shard(String key) {
    return Math.floorMod(key.hashCode(), shards);
  }

  /**
   * @param batchesOf the batches of a second, each made when it is handled: all of them would not
   *     fit the heap
   */
  private <E> Load run(
      String name,
      String settings,
      Supplier<? extends RequestHandler<E, StreamsEventResponse>> handler,
      Map<String, String> environment,
      int lanes,
      IntFunction<Stream<E>> batchesOf,
      double undivided) {
    Meter meter = new Meter();
    RequestHandler<E, StreamsEventResponse> function =
        Functions.start(
            handler::get,
            PatternDeployment.environment(environment),
            TransportClients.ofFunctions(new ModelHttpClient(meter)));
    // In the first second states, slots and rounds begin.
    run(name, function, batchesOf.apply(0));
    meter.reset();
    long invocations = 0;
    for (int second = 1; second <= seconds; second++) {
      invocations += run(name, function, batchesOf.apply(second));
    }
    meter.release();
    return new Load(name, settings, rate, seconds, invocations, lanes, meter, undivided);
  }

  private static <E> long run(
      String name, RequestHandler<E, StreamsEventResponse> function, Stream<E> batches) {
    FiveMinutes invocation = new FiveMinutes();
    return batches.mapToLong(event -> handle(name, function, event, invocation)).sum();
  }

  private static <E> long handle(
      String name,
      RequestHandler<E, StreamsEventResponse> function,
      E event,
      FiveMinutes invocation) {
    StreamsEventResponse response = function.handleRequest(event, invocation);
    if (!response.getBatchItemFailures().isEmpty()) {
      throw new IllegalStateException(name + ": records failed");
    }
    return 1;
  }

  /** What a shard has in a second, in batches. */
  private static Stream<int[]> batches(int[] records) {
    return IntStream.iterate(0, from -> from < records.length, from -> from + BATCH)
        .mapToObj(
            from -> Arrays.copyOfRange(records, from, Math.min(records.length, from + BATCH)));
  }

  private Instant time(int number) {
    return Records.START.plusNanos(number * 1_000_000_000L / rate);
  }
}
