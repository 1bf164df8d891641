package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Histories in DynamoDB Local, kept by the history's own recorder. */
public final class Histories {
  private static final AtomicInteger TABLES = new AtomicInteger();

  private Histories() {}

  /** A new, empty history table. */
  public static String newTable() {
    String name = "history-" + TABLES.incrementAndGet();
    TestDatabase.dynamoDb().createTable(name, "pk", "sk");
    return name;
  }

  public static HistoryTable table(String name) {
    return new HistoryTable(
        TestDatabase.client(), name, Duration.ZERO, Invocations.QUICK, Clock.systemUTC());
  }

  /** What records into such a table. */
  public static Recorder recorder(String name) {
    return recorder(name, "NEW_AND_OLD");
  }

  /** Records a batch as the history function does. */
  public static void record(String name, DynamodbEvent event) {
    record(name, event, "NEW_AND_OLD");
  }

  /**
   * Records a batch as the history function does.
   *
   * @param images NEW_AND_OLD or NEW
   */
  public static void record(String name, DynamodbEvent event, String images) {
    LoggedRun.of(
        telemetry ->
            recorder(name, images)
                .record(
                    StreamBatch.of(event),
                    new Call(Deadline.after(Duration.ofMinutes(1)), telemetry)));
  }

  private static Recorder recorder(String name, String images) {
    HistorySettings settings =
        new HistorySettings(name, images.equals("NEW_AND_OLD"), "actor", "version", Duration.ZERO);
    return new Recorder(table(name), settings);
  }
}
