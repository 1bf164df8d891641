package io.dynamopatterns.operations.work;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Session;
import java.util.List;

/** Changes the state of one work item. */
public final class WorkChange implements ChangeOperation<WorkChange.Request> {
  /** Starts it again from what was saved last. */
  public static final WorkChange RETRY =
      new WorkChange("retry", "Starts failed or cancelled work again from what it saved.", false);

  public static final WorkChange CANCEL =
      new WorkChange("cancel", "Ends work that has not ended.", true);

  public static final WorkChange PAUSE =
      new WorkChange("pause", "Holds work that has not ended until it is resumed.", false);

  public static final WorkChange RESUME =
      new WorkChange("resume", "Lets paused work continue.", false);

  /** Which one. */
  public record Request(@Param(value = "Id of the work.", positional = true) String id) {}

  private final String verb;
  private final String summary;
  private final boolean destructive;

  private WorkChange(String verb, String summary, boolean destructive) {
    this.verb = verb;
    this.summary = summary;
    this.destructive = destructive;
  }

  @Override
  public String name() {
    return "work " + verb;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public List<String> examples() {
    return List.of("work " + verb + " sample-access.log");
  }

  @Override
  public boolean destructive() {
    return destructive;
  }

  /** The processor itself refuses what the work's state does not allow. */
  @Override
  public ChangePlan plan(Request request, Session session) {
    return new ChangePlan(
        WorkShow.show(session, request.id()), () -> WorkShow.ask(session, verb, request.id()));
  }
}
