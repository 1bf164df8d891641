package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.IndexKeys;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.worker.FencedOffException;
import io.dynamopatterns.testkit.LoggedRun;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Two runs that both take themselves for the one in charge. */
class FenceIT {
  private static final int RACES = 50;

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void ofTwoRunsOnTheSameWorkExactlyOneSaves() throws Exception {
    assertThat(savesInEachRace(fleet.table())).hasSize(RACES).containsOnly(1);
  }

  /** The negative control: the same race with the condition taken off every write. */
  @Test
  void withoutTheConditionBothSave() throws Exception {
    assertThat(savesInEachRace(withoutConditions())).contains(2);
  }

  /** Its heartbeat and its worker are two threads with one version between them. */
  @Test
  void renewalsAndSavesOfOneRunDoNotFenceItOff() throws Exception {
    fleet.submit(CountingWorker.to(5));
    try (LeasedRun run = run(fleet.table(), claimed());
        ExecutorService heart = Executors.newSingleThreadExecutor()) {
      Future<?> beats =
          heart.submit(
              () -> {
                for (int i = 0; i < RACES; i++) {
                  run.renew();
                }
              });
      for (int i = 1; i <= RACES; i++) {
        run.reached(CountingWorker.at(i));
        run.save(CountingWorker.at(i));
      }
      beats.get();
      run.reached(CountingWorker.at(RACES + 1));
      run.renew();
      assertThat(fleet.item("count-to-5").progress()).isEqualTo(CountingWorker.at(RACES + 1));
      // The insert and the claim come before.
      assertThat(fleet.work("count-to-5").version()).isEqualTo(2 + RACES + RACES + 1);
    }
  }

  @Test
  void renewalOfARunThatHasEndedWritesNothing() {
    fleet.submit(CountingWorker.to(5));
    LeasedRun run = run(fleet.table(), claimed());
    run.end(CountingWorker.at(3));
    long version = fleet.work("count-to-5").version();
    run.renew();
    run.close();
    run.renew();
    assertThat(fleet.work("count-to-5").version()).isEqualTo(version);
  }

  private VersionedItem<WorkItem> claimed() {
    return fleet
        .table()
        .update("count-to-5", item -> fleet.lifecycle().claim(item, "runner"), Fleet.ample())
        .orElseThrow();
  }

  private List<Integer> savesInEachRace(WorkTable table) throws Exception {
    fleet.submit(CountingWorker.to(5));
    VersionedItem<WorkItem> held = claimed();
    List<Integer> saves = new ArrayList<>();
    for (int race = 1; race <= RACES; race++) {
      saves.add(race(table, held, race));
      held = fleet.work("count-to-5");
    }
    return saves;
  }

  private int race(WorkTable table, VersionedItem<WorkItem> held, int number) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<Boolean>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 2; i++) {
        runs.add(
            threads.submit(
                () -> {
                  start.await();
                  return saves(table, held, number);
                }));
      }
    }
    int saves = 0;
    for (Future<Boolean> run : runs) {
      saves += run.get() ? 1 : 0;
    }
    return saves;
  }

  private boolean saves(WorkTable table, VersionedItem<WorkItem> held, int number) {
    try (LeasedRun run = run(table, held)) {
      run.save(CountingWorker.at(number));
      return true;
    } catch (FencedOffException e) {
      return false;
    }
  }

  private LeasedRun run(WorkTable table, VersionedItem<WorkItem> held) {
    return new LeasedRun(
        table,
        fleet.lifecycle(),
        held,
        Fleet.ample(),
        Optional.empty(),
        Fleet.ample(),
        LoggedRun.of(FenceIT::itself).answer());
  }

  private static Telemetry itself(Telemetry telemetry) {
    return telemetry;
  }

  private WorkTable withoutConditions() {
    DynamoDbClient client = fleet.dynamoDb(Fleet.http());
    DynamoDbClient unconditional =
        (DynamoDbClient)
            Proxy.newProxyInstance(
                FenceIT.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                  if (arguments == null) {
                    return call(() -> method.invoke(client));
                  }
                  if (method.isDefault() && !(arguments[0] instanceof PutItemRequest)) {
                    return method.getName().equals("putItem")
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : call(() -> method.invoke(client, arguments));
                  }
                  return arguments[0] instanceof PutItemRequest put
                      ? client.putItem(
                          put.toBuilder()
                              .conditionExpression(null)
                              .expressionAttributeNames(null)
                              .expressionAttributeValues(null)
                              .build())
                      : call(() -> method.invoke(client, arguments));
                });
    return new WorkTable(
        unconditional,
        fleet.tableName,
        new IndexKeys(Fleet.SHARDS),
        Duration.ZERO,
        new Backoff(1, Duration.ZERO, Duration.ZERO),
        fleet.clock);
  }

  @FunctionalInterface
  private interface Call {
    Object run() throws Exception;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
