package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.Answer;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.Query;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/** Checks after an apply whether everything that was deployed works. */
public final class DeployCheck implements Query<DeployCheck.Request> {

  /** There is nothing to choose. */
  public record Request() {}

  /** All that was checked. */
  public record Checked(List<Check> checks) implements Answer {
    @Override
    public boolean ok() {
      return checks.stream().allMatch(Check::ok);
    }

    @Override
    public Table asTable() {
      Table table = Table.of("KIND", "NAME", "PROBLEM");
      checks.stream()
          .filter(check -> !check.ok())
          .forEach(check -> table.row(check.kind(), check.name(), check.state()));
      Map<String, List<Check>> kinds =
          checks.stream()
              .collect(Collectors.groupingBy(Check::kind, LinkedHashMap::new, Collectors.toList()));
      kinds.forEach(
          (kind, all) ->
              table.note(
                  "%s: %d of %d are as they should be."
                      .formatted(kind, all.stream().filter(Check::ok).count(), all.size())));
      return table;
    }
  }

  /**
   * One of them.
   *
   * @param kind such as {@code functions}
   * @param state as it was found
   */
  public record Check(String kind, String name, boolean ok, String state) {}

  @Override
  public String name() {
    return "deploy check";
  }

  @Override
  public String summary() {
    return "Checks after an apply: each live version is active, each mapping enabled, each schedule has run, no alarm rings.";
  }

  @Override
  public List<String> examples() {
    return List.of("deploy check --prefix dynamo-patterns-prod");
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer run(Request request, Session session) {
    Inventory inventory = session.deployment().inventory();
    List<Check> checks = new ArrayList<>();
    inventory.functions().forEach(function -> checks.add(function(session, function.name())));
    Mappings.of(session)
        .forEach(
            mapping ->
                checks.add(
                    new Check(
                        "mappings",
                        mapping.reads(),
                        mapping.state().equals("Enabled"),
                        mapping.state() + mapping.problem().map(text -> ": " + text).orElse(""))));
    inventory.schedules().forEach(schedule -> checks.add(schedule(session, schedule)));
    if (!session.deployment().isLocal()) {
      Alarms.of(session)
          .forEach(
              alarm ->
                  checks.add(
                      new Check("alarms", alarm.name(), !alarm.rings(), alarm.description())));
    }
    return new Checked(checks);
  }

  private static Check function(Session session, String name) {
    try {
      GetFunctionConfigurationResponse live =
          session
              .clients()
              .lambda()
              .getFunctionConfiguration(call -> call.functionName(name).qualifier("live"));
      return new Check(
          "functions",
          name,
          live.state() == State.ACTIVE,
          Optional.ofNullable(live.stateReason())
              .map(reason -> live.stateAsString() + ": " + reason)
              .orElse(live.stateAsString()));
    } catch (ResourceNotFoundException e) {
      return new Check("functions", name, false, "has no alias 'live'");
    }
  }

  private static Check schedule(Session session, Inventory.Schedule schedule) {
    GetScheduleResponse deployed =
        session.clients().scheduler().getSchedule(call -> call.name(schedule.name()));
    if (deployed.state() != ScheduleState.ENABLED) {
      return new Check("schedules", schedule.name(), false, deployed.stateAsString());
    }
    if (session.deployment().isLocal()) {
      return new Check("schedules", schedule.name(), true, "ENABLED");
    }
    return ScheduleRuns.check(session, schedule, deployed.scheduleExpression());
  }
}
