package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.bench.run.Records;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Batches of one shard, with skewed clients and pages. */
final class Batches {
  private static final int CLIENTS = 100;
  private static final int PATHS = 50;

  private final Random random = new Random(1);
  private int next;

  KinesisEvent clicks(int records) {
    return clicks(records, i -> skewed(CLIENTS), i -> skewed(PATHS));
  }

  /** Clicks of every client and of every page. */
  KinesisEvent everyone() {
    return clicks(CLIENTS, i -> i, i -> i % PATHS);
  }

  private KinesisEvent clicks(int records, IntFunction<Integer> client, IntFunction<Integer> path) {
    return Records.ofKinesis(
        IntStream.range(0, records)
            .mapToObj(
                i ->
                    Records.click(
                        0, next, time(next++), client(client.apply(i)), path(path.apply(i))))
            .toList());
  }

  DynamodbEvent pageChanges(int records) {
    return Records.ofTable(
        IntStream.range(0, records)
            .mapToObj(i -> Records.pageChange(next, time(next++), path(skewed(PATHS))))
            .toList());
  }

  DynamodbEvent newEvents(int records) {
    return newEvents(records, i -> skewed(CLIENTS));
  }

  /** New events of every group. */
  DynamodbEvent newEventsOfEveryone(int times) {
    return newEvents(times * CLIENTS, i -> i % CLIENTS);
  }

  private DynamodbEvent newEvents(int records, IntFunction<Integer> group) {
    return Records.ofTable(
        IntStream.range(0, records)
            .mapToObj(
                i ->
                    Records.newEvent(
                        next, time(next++), client(group.apply(i)), path(skewed(PATHS))))
            .toList());
  }

  private static Instant time(int number) {
    return Records.START.plusMillis(number);
  }

  private static String client(int number) {
    return "203.0.113." + number;
  }

  private static String path(int number) {
    return "/page/" + number;
  }

  /** The first are the most frequent ones, about by Zipf's law. */
  private int skewed(int of) {
    double most = Math.log(of + 1.0);
    return Math.min(of - 1, (int) Math.exp(random.nextDouble() * most) - 1);
  }
}
