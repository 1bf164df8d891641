package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.request.HistoryJson;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The restore function: a request as JSON, an answer as JSON. */
public final class RestoreFunction {
  private final Restorer restorer;

  /**
   * @param clock by which the versions of items begin that are created again
   */
  public RestoreFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable history, Clock clock) {
    this.restorer = new Restorer(client, settings, history, clock);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    RestoreRequest restore = RestoreRequest.of(request);
    Restored restored = restorer.restore(restore, deadline);
    telemetry.count(restored.outcome() == Restored.Outcome.UNCHANGED ? "Unchanged" : "Restored", 1);
    telemetry.info(
        "restored",
        "item",
        restore.item(),
        "position",
        restored.position(),
        "outcome",
        restored.outcome());
    return new Answer()
        .put("table", restore.item().table())
        .put("key", HistoryJson.item(restore.item().attributes()))
        .put("outcome", restored.outcome())
        .put("restoredFrom", restored.position().toString())
        .put("version", restored.version())
        .json();
  }
}
