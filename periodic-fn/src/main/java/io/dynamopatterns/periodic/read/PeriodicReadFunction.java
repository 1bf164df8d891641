package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.periodic.table.PeriodsTable;
import java.time.Clock;
import java.util.Map;

/** The read function: a request as JSON, an answer as JSON. */
public final class PeriodicReadFunction {
  private final PeriodsReader periods;
  private final BucketReader buckets;
  private final RejectedReader rejected;

  public PeriodicReadFunction(PeriodsTable table, Clock clock) {
    this.periods = new PeriodsReader(table, clock);
    this.buckets = new BucketReader(table, clock);
    this.rejected = new RejectedReader(table, clock);
  }

  /**
   * Answers one request, by its field {@code operation}.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    telemetry.count("Reads", 1);
    return switch (fields.choice("operation", "list", "show", "members", "rejected")) {
      case "list" -> periods.answer(fields, deadline);
      case "show" -> buckets.groups(fields, deadline);
      case "members" -> buckets.members(fields, deadline);
      default -> rejected.answer(fields, deadline);
    };
  }
}
