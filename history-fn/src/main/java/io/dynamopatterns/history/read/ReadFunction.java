package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.Map;

/** The read function: a request as JSON, an answer as JSON. */
public final class ReadFunction {
  private final HistoryReader reader;

  public ReadFunction(HistoryTable table) {
    this.reader = new HistoryReader(table);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    ReadRequest read = ReadRequest.of(request);
    telemetry.count("Reads", 1);
    return switch (read) {
      case ReadRequest.Versions versions -> {
        VersionsPage page = reader.versions(versions, deadline);
        telemetry.count("Gaps", page.gaps());
        yield Answers.versions(versions, page);
      }
      case ReadRequest.AsOf asOf -> Answers.asOf(asOf, reader.asOf(asOf));
      case ReadRequest.Diff diff -> Answers.diff(diff, reader.diff(diff, deadline));
    };
  }
}
