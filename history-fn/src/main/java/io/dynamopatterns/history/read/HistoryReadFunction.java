package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.Map;

/** The read function: a request as JSON, an answer as JSON. */
public final class HistoryReadFunction {
  private final HistoryReader reader;
  private final VersionFinder finder;

  public HistoryReadFunction(HistoryTable table) {
    this.reader = new HistoryReader(table);
    this.finder = new VersionFinder(table);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    telemetry.count("Reads", 1);
    return switch (HistoryReadRequest.of(request)) {
      case HistoryReadRequest.Versions versions -> {
        VersionsPage page = reader.versions(versions, deadline);
        telemetry.count("Gaps", page.gaps());
        yield HistoryAnswers.versions(versions, page);
      }
      case HistoryReadRequest.AsOf asOf -> HistoryAnswers.asOf(asOf, reader.asOf(asOf));
      case HistoryReadRequest.Diff diff ->
          HistoryAnswers.diff(
              diff,
              finder.find(diff.item(), diff.from(), deadline),
              finder.find(diff.item(), diff.to(), deadline));
    };
  }
}
