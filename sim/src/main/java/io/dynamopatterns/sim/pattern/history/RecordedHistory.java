package io.dynamopatterns.sim.pattern.history;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Duration;
import java.util.Map;

/** The history of a table, and the function that records it. */
public final class RecordedHistory {
  public static final String TABLE = "history";

  private RecordedHistory() {}

  public static void createTable(World world) {
    WorldTables.create(world, TABLE, "pk", "sk");
  }

  /** What the recorder answers to a batch. */
  public static StreamsEventResponse record(DynamodbEvent event, SimulatedInvocation invocation) {
    return new Recorder(table(invocation), settings())
        .record(StreamBatch.of(event), new Call(invocation.deadline(), invocation.telemetry()))
        .response();
  }

  /** The history as a run sees it. */
  public static HistoryTable table(SimulatedInvocation invocation) {
    return new HistoryTable(
        World.client(), TABLE, Duration.ZERO, Backoff.WRITES, invocation.clock());
  }

  static HistorySettings settings() {
    return HistorySettings.of(Variables.of(Map.of("HISTORY_TABLE", TABLE)));
  }
}
