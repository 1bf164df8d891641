package io.dynamopatterns.history.backfill;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.request.Json;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The backfill function: a request as JSON, an answer as JSON. */
public final class BackfillFunction {
  private final Backfiller backfiller;

  public BackfillFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable history, Clock clock) {
    this.backfiller = new Backfiller(client, settings, history, clock);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    BackfillRequest backfill = BackfillRequest.of(request);
    BackfillAnswer answer = backfiller.run(backfill, deadline);
    telemetry.count("Scanned", answer.scanned());
    telemetry.count("Baselines", answer.baselines());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", backfill.table());
    json.put("segment", backfill.segment());
    json.put("segments", backfill.segments());
    json.put("scanned", answer.scanned());
    json.put("baselines", answer.baselines());
    json.put("alreadyRecorded", answer.alreadyRecorded());
    json.put("done", answer.done());
    if (!answer.next().isEmpty()) {
      json.put("cursor", Json.item(answer.next()));
    }
    return json;
  }
}
