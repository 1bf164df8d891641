package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.ReadOperation;
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
@OperationInfo(
    name = "deploy check",
    summary =
        "Checks after an apply: each live version is active, each mapping enabled, each schedule has run, no alarm rings.",
    examples = "deploy check --prefix dynamo-patterns-prod")
public final class DeployCheck implements ReadOperation<DeployCheck.Request> {
  private static final String MISSING = "is not there";

  /** There is nothing to choose. */
  public record Request() {}

  /** All that was checked. */
  public record Checked(List<Check> checks) implements OperationResult {
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
  public OperationResult run(Request request, Session session) {
    Inventory inventory = session.deployment().inventory();
    List<Check> checks = new ArrayList<>();
    inventory.functions().forEach(function -> checks.add(function(session, function.name())));
    checks.addAll(mappings(session));
    inventory.schedules().forEach(schedule -> checks.add(schedule(session, schedule)));
    if (!session.deployment().isLocal()) {
      checks.addAll(alarms(session));
    }
    if (checks.isEmpty()) {
      throw OperationException.request(
          "%s has nothing to check", session.deployment().description());
    }
    return new Checked(checks);
  }

  /** Those that Lambda has, and those that it should have by the state. */
  private static List<Check> mappings(Session session) {
    List<Mappings.Mapping> found = Mappings.of(session);
    List<Check> checks =
        new ArrayList<>(
            found.stream()
                .map(
                    mapping ->
                        new Check(
                            "mappings",
                            mapping.reads(),
                            mapping.state().equals("Enabled"),
                            mapping.state()
                                + mapping.problem().map(text -> ": " + text).orElse("")))
                .toList());
    if (!session.deployment().isLocal()) {
      session.deployment().inventory().mappings().stream()
          .filter(
              wanted ->
                  found.stream()
                      .noneMatch(
                          mapping ->
                              mapping.source().equals(wanted.source())
                                  && mapping.function().equals(wanted.function())))
          .forEach(
              missing ->
                  checks.add(
                      new Check(
                          "mappings",
                          Mappings.reads(missing.source(), missing.function()),
                          false,
                          MISSING)));
    }
    return checks;
  }

  /** Those that CloudWatch has, and those that it should have by the state. */
  private static List<Check> alarms(Session session) {
    List<Alarms.Alarm> found = Alarms.of(session);
    List<Check> checks =
        new ArrayList<>(
            found.stream()
                .map(
                    alarm -> new Check("alarms", alarm.name(), !alarm.rings(), alarm.description()))
                .toList());
    session.deployment().inventory().alarms().stream()
        .filter(wanted -> found.stream().noneMatch(alarm -> alarm.name().equals(wanted)))
        .forEach(missing -> checks.add(new Check("alarms", missing, false, MISSING)));
    return checks;
  }

  private static Check function(Session session, String name) {
    try {
      GetFunctionConfigurationResponse live =
          session
              .clients()
              .lambda()
              .getFunctionConfiguration(
                  call -> call.functionName(name).qualifier(Deployment.ALIAS));
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
    GetScheduleResponse deployed;
    try {
      deployed = session.clients().scheduler().getSchedule(call -> call.name(schedule.name()));
    } catch (software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException e) {
      return new Check("schedules", schedule.name(), false, MISSING);
    }
    if (deployed.state() != ScheduleState.ENABLED) {
      return new Check("schedules", schedule.name(), false, deployed.stateAsString());
    }
    if (session.deployment().isLocal()) {
      return new Check("schedules", schedule.name(), true, "ENABLED");
    }
    return ScheduleRuns.check(session, schedule, deployed.scheduleExpression());
  }
}
