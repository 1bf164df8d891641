package io.dynamopatterns.bench.growth;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.CollectHandler;
import io.dynamopatterns.aggregator.CountHandler;
import io.dynamopatterns.bench.run.Clients;
import io.dynamopatterns.bench.run.Deployment;
import io.dynamopatterns.bench.run.FiveMinutes;
import io.dynamopatterns.bench.run.Functions;
import io.dynamopatterns.bench.run.Records;
import io.dynamopatterns.eventstore.IngestHandler;
import io.dynamopatterns.examples.pagehits.PageHitsHandler;
import io.dynamopatterns.fanout.DispatchHandler;
import io.dynamopatterns.history.RecordHandler;
import io.dynamopatterns.sim.dynamodb.ModelHttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The functions with the recommended settings of a rate, fed as their mappings would: the records
 * that each shard has in a second are a batch, or several.
 */
final class Patterns {
  /** Half of what a Kinesis shard, or a partition of a table, takes. */
  private static final int RECORDS_OF_A_SHARD = 500;

  private static final int BATCH = 1000;

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
    return List.of(
        () -> ingest("direct", direct),
        () -> ingest("packed", packed),
        () -> ingest("buffered", packed),
        this::collect,
        this::count,
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
        "shards = " + partitions,
        IngestHandler::new,
        Map.of("EVENTSTORE_MODE", mode, "EVENTSTORE_SHARDS", Integer.toString(partitions)),
        mode.equals("buffered") ? List.of("events", "buffer") : List.of("events"),
        0);
  }

  private Load collect() {
    return kinesis(
        "aggregator, collect",
        "",
        CollectHandler::new,
        Map.of(),
        List.of(Records.AGGREGATES),
        skew.rate(0));
  }

  private Load count() {
    return table(
        "aggregator, count",
        "",
        CountHandler::new,
        8,
        List.of(Records.AGGREGATES),
        number -> Records.newEvent(number, time(number), skew.text("client-"), "/"),
        0);
  }

  private Load periodic(int partitions) {
    return kinesis(
        "periodic, collect",
        "shards = " + partitions,
        io.dynamopatterns.periodic.CollectHandler::new,
        Map.of("PERIODIC_SHARDS", Integer.toString(partitions)),
        List.of("periods"),
        0);
  }

  private Load history() {
    return table(
        "history, record",
        "",
        RecordHandler::new,
        1,
        List.of("history"),
        number -> Records.pageChange(number, time(number), skew.text("/page/")),
        skew.rate(0));
  }

  private Load dispatch() {
    return table(
        "fan-out, dispatch",
        "",
        DispatchHandler::new,
        1,
        List.of(),
        number -> Records.pageChange(number, time(number), skew.text("/page/")),
        0);
  }

  private Load pageHits() {
    return kinesis("page hits", "", PageHitsHandler::new, Map.of(), List.of(Records.PAGES), 0);
  }

  /** The records of a stream, spread over its shards by a key that no two of them share. */
  private Load kinesis(
      String name,
      String settings,
      Supplier<? extends RequestHandler<KinesisEvent, StreamsEventResponse>> handler,
      Map<String, String> environment,
      List<String> tables,
      double undivided) {
    return run(
        name,
        settings,
        handler,
        environment,
        name.equals("page hits") ? 8 : 1,
        tables,
        second -> {
          Map<Integer, List<KinesisEventRecord>> byShard = new HashMap<>();
          for (int i = 0; i < rate; i++) {
            int number = second * rate + i;
            byShard
                .computeIfAbsent(number % shards, any -> new ArrayList<>())
                .add(
                    Records.click(
                        number % shards,
                        number,
                        time(number),
                        skew.text("client-"),
                        skew.text("/page/")));
          }
          return batches(byShard).stream().map(Records::ofKinesis).toList();
        },
        undivided);
  }

  /** The records of a table's stream, whose shards are its partitions. */
  private Load table(
      String name,
      String settings,
      Supplier<? extends RequestHandler<DynamodbEvent, StreamsEventResponse>> handler,
      int lanes,
      List<String> tables,
      Function<Integer, DynamodbStreamRecord> record,
      double undivided) {
    return run(
        name,
        settings,
        handler,
        Map.of(),
        lanes,
        tables,
        second -> {
          Map<Integer, List<DynamodbStreamRecord>> byShard = new HashMap<>();
          for (int i = 0; i < rate; i++) {
            DynamodbStreamRecord change = record.apply(second * rate + i);
            String key = change.getDynamodb().getKeys().values().iterator().next().getS();
            if (change.getDynamodb().getKeys().containsKey("pk")) {
              key = change.getDynamodb().getKeys().get("pk").getS();
            }
            byShard
                .computeIfAbsent(Math.floorMod(key.hashCode(), shards), any -> new ArrayList<>())
                .add(change);
          }
          return batches(byShard).stream().map(Records::ofTable).toList();
        },
        undivided);
  }

  private <E> Load run(
      String name,
      String settings,
      Supplier<? extends RequestHandler<E, StreamsEventResponse>> handler,
      Map<String, String> environment,
      int lanes,
      List<String> tables,
      Function<Integer, List<E>> batchesOf,
      double undivided) {
    Meter meter = new Meter(Deployment.database());
    RequestHandler<E, StreamsEventResponse> function =
        Functions.start(
            handler::get,
            Deployment.environment(environment),
            new Clients(new ModelHttpClient(meter)));
    FiveMinutes invocation = new FiveMinutes();
    // In the first second states, slots and rounds begin.
    meter.reset(tables);
    long invocations = 0;
    for (int second = 0; second <= seconds; second++) {
      if (second == 1) {
        meter.reset(tables);
        invocations = 0;
      }
      for (E event : batchesOf.apply(second)) {
        StreamsEventResponse response = function.handleRequest(event, invocation);
        if (!response.getBatchItemFailures().isEmpty()) {
          throw new IllegalStateException(name + ": records failed");
        }
        invocations++;
      }
    }
    Map<String, Double> units = new HashMap<>();
    tables.forEach(table -> units.putAll(meter.writeUnits(table)));
    meter.release();
    return new Load(name, settings, rate, seconds, invocations, lanes, meter, units, undivided);
  }

  private static <R> List<List<R>> batches(Map<Integer, List<R>> byShard) {
    List<List<R>> batches = new ArrayList<>();
    byShard
        .values()
        .forEach(
            records -> {
              for (int from = 0; from < records.size(); from += BATCH) {
                batches.add(records.subList(from, Math.min(records.size(), from + BATCH)));
              }
            });
    return batches;
  }

  private Instant time(int number) {
    return Records.START.plusNanos(number * 1_000_000_000L / rate);
  }
}
