package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.FunctionPages;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.RejectedRecordsPage;
import io.dynamopatterns.operations.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists what the aggregator has rejected. */
public final class GroupsRejected implements ReadOperation<GroupsRejected.Request> {

  /** Which of them. */
  public record Request(
      @Param(value = "Only what arrived before this time.", label = "TIME")
          Optional<Instant> olderThan,
      @Param(value = "The most records.", otherwise = "100", min = 1, max = 10_000) int limit,
      @Param("Where the page before ended.") Optional<String> next) {}

  @Override
  public String name() {
    return "groups rejected";
  }

  @Override
  public String summary() {
    return "Lists records that the aggregator could not read, with the reason.";
  }

  @Override
  public List<String> examples() {
    return List.of("groups rejected", "groups rejected --output json");
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public OperationResult run(Request request, Session session) {
    ObjectNode call = Json.object().put("operation", "rejected");
    request.olderThan().ifPresent(time -> call.put("olderThan", time.toString()));
    FunctionPages pages =
        FunctionPages.read(
            session, Pattern.AGGREGATOR, "read", call, "rejected", request.limit(), request.next());
    return new RejectedRecordsPage(pages.entries(), pages.next());
  }
}
