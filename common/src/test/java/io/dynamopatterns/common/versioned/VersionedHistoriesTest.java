package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.hit;
import static io.dynamopatterns.common.versioned.Pages.hits;
import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.client.AttemptReports;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Seeded histories: writers on few items, whose requests cross, with answers lost before and after
 * the write, requests that DynamoDB runs late, also after their call has ended, throttling, server
 * errors, conflicts, deletions and new creations. In each history every outcome is compared with
 * how often the write was applied. A history is broken if one outcome is not true.
 */
class VersionedHistoriesTest {
  private static final VersionedSchema<Map<String, AttributeValue>> PLAIN =
      VersionedSchema.of("pages", "path");
  private static final VersionedSchema<Map<String, AttributeValue>> TOMBSTONES =
      PLAIN.withTombstones("expiresAt", Duration.ofDays(7));
  private static final int WRITERS = 4;
  private static final int OPERATIONS = 8;
  private static final double FAULTS = 0.35;
  private static final int AT_ONCE = 8;

  @Test
  void withTombstonesEveryOutcomeIsTrueAlsoOverDeletionsAndLateRequests() {
    assertThat(broken(400, seed -> new History(seed, TOMBSTONES, true, true).run())).isEmpty();
  }

  @Test
  void withoutDeletionsEveryOutcomeIsTrue() {
    assertThat(broken(200, seed -> new History(seed, PLAIN, false, true).run())).isEmpty();
  }

  /** Items of other applications, without tokens, are among those deleted and created again. */
  @Test
  void withoutTombstonesEveryOutcomeIsTrueOverDeletionsIfNoAnswerOfACreateIsLost() {
    assertThat(broken(400, seed -> new History(seed, PLAIN, true, false).run())).isEmpty();
  }

  /** Negative control: what tombstones are there for. */
  @Test
  void withoutTombstonesARetriedCreateBringsADeletedItemBack() {
    assertThat(broken(50, seed -> new History(seed, PLAIN, true, true).run())).isNotEmpty();
  }

  @Test
  void withTombstonesAnIdempotentPutIsStoredOnceAtMostAlsoOverDeletions() {
    assertThat(broken(200, seed -> new History(seed, TOMBSTONES, true, true).runPuts())).isEmpty();
  }

  /** Negative control: what tombstones are there for. */
  @Test
  void withoutTombstonesARetriedPutBringsADeletedItemBack() {
    assertThat(broken(50, seed -> new History(seed, PLAIN, true, true).runPuts())).isNotEmpty();
  }

  /** One history by its seed; gives what is not true in it. */
  @FunctionalInterface
  private interface Run {
    List<String> of(int seed) throws Exception;
  }

  private static Map<Integer, List<String>> broken(int histories, Run run) {
    Map<Integer, List<String>> broken = new HashMap<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<List<String>>> results =
          IntStream.range(0, histories)
              .mapToObj(seed -> executor.submit(() -> run.of(seed)))
              .toList();
      for (int seed = 0; seed < histories; seed++) {
        List<String> untrue = results.get(seed).get();
        if (!untrue.isEmpty()) {
          broken.put(seed, untrue);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return broken;
  }

  /** One run of all writers. */
  private static final class History {
    private final VersionedSchema<Map<String, AttributeValue>> schema;
    private final boolean deletes;
    private final boolean faultyCreates;
    private final boolean reported;
    private final RandomGenerator random;
    private final ModelTables tables = new ModelTables("path");
    private final List<String> outcomes = new ArrayList<>();
    private final List<String> untrue = new ArrayList<>();
    private final WriterSchedule schedule;

    History(
        int seed,
        VersionedSchema<Map<String, AttributeValue>> schema,
        boolean deletes,
        boolean faultyCreates) {
      this.schema = schema;
      this.deletes = deletes;
      this.faultyCreates = faultyCreates;
      this.reported = seed % 2 == 0;
      this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      this.schedule = new WriterSchedule(random);
    }

    List<String> run() throws InterruptedException {
      try (DynamoDbClient client = client()) {
        for (int writer = 0; writer < WRITERS; writer++) {
          String name = "writer" + writer;
          schedule.add(() -> new Program(client, name).run());
        }
        return check();
      }
    }

    List<String> runPuts() throws InterruptedException {
      try (DynamoDbClient client = client()) {
        for (int producer = 0; producer < 2; producer++) {
          String path = "/" + producer;
          schedule.add(() -> new Program(client, "producer" + path).put(path));
          schedule.add(() -> new Program(client, "deleter" + path).delete(path));
        }
        return check();
      }
    }

    private List<String> check() throws InterruptedException {
      schedule.run();
      checks.forEach(Runnable::run);
      untrue.addAll(tables.faults());
      return untrue;
    }

    private final List<Runnable> checks = new ArrayList<>();

    /** Checked at the end, when late requests have run, too. */
    private void expect(String operation, Object outcome, int least, int most) {
      checks.add(
          () -> {
            int applied = tables.applied(operation);
            if (applied < least || applied > most) {
              untrue.add(
                  "%s: %s, but applied %d times"
                      .formatted(operation, outcome.getClass().getSimpleName(), applied));
            }
          });
    }

    /** Every second client is made without the reports, so that its metrics are read. */
    private DynamoDbClient client() {
      return DynamoDbClient.builder()
          .endpointOverride(URI.create("http://localhost:1"))
          .region(EmbeddedDynamoDb.REGION)
          .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
          .httpClient(new ModelHttpClient(tables, random, FAULTS, faultyCreates))
          .overrideConfiguration(
              config -> {
                config.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .circuitBreakerEnabled(false)
                        .build());
                if (reported) {
                  config.addExecutionInterceptor(new AttemptReports());
                }
              })
          .build();
    }

    /** What one writer does. */
    private final class Program {
      private final VersionedTable<Map<String, AttributeValue>> table;
      private final VersionedTransaction transactions;
      private final IdempotentPut puts;
      private final String name;
      private final Map<String, VersionedItem<Map<String, AttributeValue>>> held = new HashMap<>();

      Program(DynamoDbClient client, String name) {
        this.table = new VersionedTable<>(client, schema);
        this.transactions = new VersionedTransaction(client);
        this.puts = new IdempotentPut(client, schema);
        this.name = name;
      }

      void run() {
        for (int i = 0; i < OPERATIONS; i++) {
          String operation = begin(i);
          String path = "/" + random.nextInt(2);
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> check(operation, table.update(key(path), hit(path)));
            case 3 -> check(operation, table.create(page(path, 1)));
            case 4, 5 ->
                held(path)
                    .ifPresent(
                        item -> check(operation, table.replace(item, page(path, hits(item) + 1))));
            case 6, 7 -> {
              if (deletes) {
                held(path).ifPresent(item -> check(operation, table.delete(item)));
              }
            }
            case 8 -> transact(operation);
            default -> {
              if (deletes && schema.tombstones().isEmpty()) {
                tables.putForeign(path);
              }
            }
          }
        }
      }

      /** Adds a hit to one item, and deletes or creates the other. */
      private void transact(String operation) {
        ItemReference<Map<String, AttributeValue>> first = schema.item(key("/0"));
        ItemReference<Map<String, AttributeValue>> second = schema.item(key("/1"));
        TransactionOutcome<String> outcome =
            transactions.update(
                List.of(first, second),
                items -> {
                  put(items, first, "/0");
                  if (deletes && items.get(second).isPresent()) {
                    items.delete(second);
                  } else {
                    put(items, second, "/1");
                  }
                  return "moved";
                });
        switch (outcome) {
          case TransactionOutcome.Applied<?> applied -> expect(operation, outcome, 1, 1);
          case TransactionOutcome.NotApplied<?> not -> expect(operation, outcome, 0, 0);
          case TransactionOutcome.Unknown<?> unknown -> expect(operation, outcome, 0, 1);
        }
      }

      private void put(
          TransactionItems items, ItemReference<Map<String, AttributeValue>> item, String path) {
        items.put(item, page(path, items.get(item).map(Pages::hits).orElse(0L) + 1));
      }

      private void check(String operation, WriteOutcome<?> outcome) {
        switch (outcome) {
          case WriteOutcome.Applied<?> applied -> expect(operation, outcome, 1, 1);
          case WriteOutcome.Unknown<?> unknown -> expect(operation, outcome, 0, 1);
          case WriteOutcome.Gone<?> gone -> expect(operation, outcome, 0, 1);
          default -> expect(operation, outcome, 0, 0);
        }
      }

      /** The item as it is, or as this writer has seen it some time before. */
      private Optional<VersionedItem<Map<String, AttributeValue>>> held(String path) {
        if (!held.containsKey(path) || random.nextInt(3) > 0) {
          table
              .get(key(path))
              .ifPresentOrElse(item -> held.put(path, item), () -> held.remove(path));
        }
        return Optional.ofNullable(held.get(path));
      }

      /** A producer numbers its puts, and sends each up to three times. */
      void put(String path) {
        for (int i = 0; i < OPERATIONS; i++) {
          String operation = begin(i);
          Map<String, AttributeValue> item = new HashMap<>(Pages.key(path).attributes());
          item.put("state", AttributeValue.fromS(operation));
          item.put("version", AttributeValue.fromN(Integer.toString(3 * i + 1)));
          PutOutcome outcome = null;
          for (int time = 0; time < 3 && outcome == null; time++) {
            try {
              outcome = i == 0 ? puts.ifAbsent(item) : puts.ifNewer(item);
            } catch (SdkException e) {
              // Unknown: sent again.
            }
          }
          boolean stored = outcome instanceof PutOutcome.Stored;
          expect(operation, outcome == null ? "no answer" : outcome, stored ? 1 : 0, 1);
        }
      }

      void delete(String path) {
        for (int i = 0; i < OPERATIONS; i++) {
          String operation = begin(i);
          held(path).ifPresent(item -> check(operation, table.delete(item)));
        }
      }

      private String begin(int number) {
        String operation = name + "#" + number;
        WriterSchedule.current().begin(operation);
        return operation;
      }
    }
  }
}
