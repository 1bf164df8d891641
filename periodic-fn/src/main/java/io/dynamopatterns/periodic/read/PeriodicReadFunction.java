package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.periodic.table.PeriodsTable;
import java.time.Clock;
import java.util.Map;

/** The read function: a request as JSON, an answer as JSON. */
public final class PeriodicReadFunction {
  private final PeriodsReader periods;
  private final GroupsReader groups;
  private final MembersReader members;
  private final RejectedReader rejected;

  public PeriodicReadFunction(PeriodsTable table, Clock clock) {
    this.periods = new PeriodsReader(table, clock);
    LiveHeads heads = new LiveHeads(table, clock);
    this.groups = new GroupsReader(table, heads);
    this.members = new MembersReader(table, heads);
    this.rejected = new RejectedReader(table, clock);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    PeriodicReadRequest read = PeriodicReadRequest.of(request);
    telemetry.count("Reads", 1);
    return switch (read) {
      case PeriodicReadRequest.Periods asked -> periods.answer(asked, deadline);
      case PeriodicReadRequest.Groups asked -> groups.answer(asked, deadline);
      case PeriodicReadRequest.Members asked -> members.answer(asked, deadline);
      case PeriodicReadRequest.Rejected asked -> rejected.answer(asked, deadline);
    };
  }
}
