package io.dynamopatterns.history.backfill;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.request.HistoryJson;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
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
    return new Answer()
        .put("table", backfill.table())
        .put("segment", backfill.segment())
        .put("segments", backfill.segments())
        .put("scanned", answer.scanned())
        .put("baselines", answer.baselines())
        .put("alreadyRecorded", answer.alreadyRecorded())
        .put("done", answer.done())
        .put("next", Optional.of(HistoryJson.item(answer.next())).filter(next -> !next.isEmpty()))
        .json();
  }
}
