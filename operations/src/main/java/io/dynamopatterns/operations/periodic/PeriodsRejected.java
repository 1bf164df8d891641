package io.dynamopatterns.operations.periodic;

import io.dynamopatterns.operations.FunctionPages;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.RejectedRecordsPage;
import io.dynamopatterns.operations.Session;
import java.time.Instant;
import java.util.Optional;

/** Lists what the periodic aggregator has rejected. */
@OperationInfo(
    name = "periods rejected",
    summary =
        "Lists records that the periodic aggregator could not take, and digests that EventBridge refuses.",
    examples = "periods rejected --from 2026-11-20")
public final class PeriodsRejected implements ReadOperation<PeriodsRejected.Request> {

  /** Of which days. */
  public record Request(
      @Param(value = Periods.FROM, label = "TIME") Optional<Instant> from,
      @Param(value = Periods.TO, label = "TIME") Optional<Instant> to,
      @Param(value = "The most records.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  @Override
  public OperationResult run(Request request, Session session) {
    FunctionPages pages =
        FunctionPages.read(
            session,
            Pattern.PERIODIC,
            Periods.ofDays("rejected", request.from(), request.to(), session),
            "rejected",
            request.limit(),
            request.next());
    return new RejectedRecordsPage(pages.entries(), pages.next());
  }
}
