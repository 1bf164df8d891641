package io.dynamopatterns.operations.work;

import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;

/** Shows one work item. */
@OperationInfo(
    name = "work show",
    summary = "Shows a work item: state, cursor, attempts, hops, last error.",
    examples = "work show sample-access.log")
public final class WorkShow implements ReadOperation<WorkShow.Request> {
  /** Which one. */
  public record Request(@Param(value = "Id of the work.", positional = true) String id) {}

  @Override
  public OperationResult run(Request request, Session session) {
    return show(session, request.id());
  }

  static WorkDetails show(Session session, String id) {
    return ask(session, "show", id);
  }

  static WorkDetails ask(Session session, String operation, String id) {
    return new WorkDetails(
        session.invoke(
            Pattern.PROCESSOR, "read", Json.object().put("operation", operation).put("id", id)));
  }
}
