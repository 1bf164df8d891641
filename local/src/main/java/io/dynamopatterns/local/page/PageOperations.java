package io.dynamopatterns.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Failures;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.ProgressListener;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.RunningFleet;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.catalog.Operations;
import io.dynamopatterns.page.PageTasks;
import io.dynamopatterns.page.TaskException;
import io.dynamopatterns.page.TaskException.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The operations of {@code ./fleet} for the page: the same requests, answers and messages. */
public final class PageOperations implements PageTasks, AutoCloseable {
  /** A request with it only asks what a change would do. */
  private static final String DRY_RUN = "dryRun";

  private final Session session;

  /**
   * @param fleet the one that the page shows
   */
  public PageOperations(RunningFleet fleet) {
    session =
        new Session(
            Deployment.of(fleet, Optional.empty()),
            new TimeParser(Clock.systemUTC()),
            ProgressListener.SILENT);
  }

  @Override
  public List<String> names() {
    return Operations.all().stream().map(Operation::name).toList();
  }

  @Override
  public String call(String name, String request) throws TaskException {
    try {
      JsonNode json = Json.parse(request);
      boolean dryRun = json.path(DRY_RUN).asBoolean();
      if (json instanceof ObjectNode object) {
        object.remove(DRY_RUN);
      }
      return run(Operations.named(name), json, dryRun);
    } catch (IllegalArgumentException e) {
      throw new TaskException(Reason.INVALID, e.getMessage(), e);
    } catch (RuntimeException e) {
      OperationException explained = Failures.explained(e);
      throw new TaskException(reason(explained), explained.getMessage(), explained);
    }
  }

  private <Q extends Record> String run(Operation<Q> operation, JsonNode request, boolean dryRun) {
    Q read = Requests.fromJson(operation, request, session.times());
    OperationResult answer = Operations.run(operation, read, session, dryRun);
    return Json.of(answer).toString();
  }

  private static Reason reason(OperationException e) {
    return switch (e.kind()) {
      case REQUEST -> Reason.INVALID;
      case CONFLICT -> Reason.CONFLICT;
      case FAILED, NOT_CONFIRMED -> Reason.FAILED;
    };
  }

  @Override
  public void close() {
    session.deployment().close();
  }
}
