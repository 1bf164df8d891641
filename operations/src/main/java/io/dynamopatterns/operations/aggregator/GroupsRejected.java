package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.FunctionPages;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.RejectedRecordsPage;
import io.dynamopatterns.operations.Session;
import java.time.Instant;
import java.util.Optional;

/** Lists what the aggregator has rejected. */
@OperationInfo(
    name = "groups rejected",
    summary = "Lists records that the aggregator could not read, with the reason.",
    examples = {"groups rejected", "groups rejected --output json"})
public final class GroupsRejected implements ReadOperation<GroupsRejected.Request> {

  /** Which of them. */
  public record Request(
      @Param(value = "Only what arrived before this time.", label = "TIME")
          Optional<Instant> olderThan,
      @Param(value = "The most records.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode call = Json.object().put("operation", "rejected");
    request.olderThan().ifPresent(time -> call.put("olderThan", time.toString()));
    FunctionPages pages =
        FunctionPages.read(
            session, Pattern.AGGREGATOR, call, "rejected", request.limit(), request.next());
    return new RejectedRecordsPage(pages.entries(), pages.next());
  }
}
