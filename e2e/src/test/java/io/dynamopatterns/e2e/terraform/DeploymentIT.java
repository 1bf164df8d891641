package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.e2e.docs.AlarmRow;
import io.dynamopatterns.e2e.fleet.ExpectedFigures;
import io.dynamopatterns.emulator.function.FunctionJars;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.StateNormaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What a user does first and last: the {@code dev} environment with all patterns is applied, by the
 * real provider to moto, run over an access log from the state, changed and destroyed. The run
 * continues while Terraform does.
 *
 * <p>{@code -Ddeployment.log=FILE} runs another log than the sample, plain or gzip.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class DeploymentIT {
  private static final String DEV = "terraform/environments/dev";
  private static final String PREFIX = "dynamo-patterns-dev";

  private final Path log =
      Path.of(System.getProperty("deployment.log", Project.sampleLog().toString()));
  private Checkout checkout;
  private Moto moto;
  private String applied;
  private FleetState fleet;
  private CompletableFuture<FleetRun> run;

  @BeforeAll
  void apply() throws Exception {
    checkout = Checkout.in("deployment-");
    Path directory = checkout.resolve("");
    Files.writeString(
        checkout.resolve(DEV + "/backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n");
    moto = new Moto(checkout.resolve("terraform/emulator"));
    terraform("init");
    terraform("apply", "-auto-approve");
    applied = terraform("show", "-json").output();
    Path state = Files.writeString(directory.resolve("state.json"), applied);
    fleet = FleetState.read(state);
    run =
        CompletableFuture.supplyAsync(
            () -> {
              // Not the one that is deployed to: what it has is destroyed meanwhile.
              try (Moto s3 = new Moto(checkout.resolve("terraform/emulator"))) {
                return FleetRun.over(log, state, directory, s3);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofPlatform().name("fleet run").start(task));
  }

  @AfterAll
  void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  @Order(1)
  void anotherPlanHasNoChanges() {
    assertThat(terraform("plan", "-detailed-exitcode").output()).contains("No changes.");
  }

  @Test
  void theStateThatTheFleetShipsIsThisOne() throws IOException {
    String current = StateNormaliser.normalise(applied, "the state that was just applied");
    Path file = Files.writeString(Path.of("target", "dev-state.json"), current);

    assertThat(FleetState.recordedJson(FleetState.RECORDED))
        .as("the state that `local` ships is stale; the current one is in e2e/%s", file)
        .isEqualTo(current);
  }

  @Test
  void theFleetCountsTheLogExactly() throws IOException {
    assertThat(run.join().problems()).isEmpty();
    ExpectedFigures.assertAgree(run.join().report(), ExpectedFigures.lines(log));
  }

  @Test
  void everythingThatFunctionsDoIsAllowed() {
    assertThat(privileges(applied).denied()).isEmpty();
  }

  @Test
  void everythingThatIsAllowedWasDone() {
    assertThat(privileges(applied).unused()).isEmpty();
  }

  /** Whatever is removed is missed, and what is added is superfluous. */
  @Test
  void anyChangeOfAPolicyIsFound() {
    new Roles(new DeployedState(applied))
        .ofFunctions().values().stream()
            .flatMap(Set::stream)
            .map(Grant::action)
            .distinct()
            .forEach(
                action -> {
                  String changed = inPolicies(applied, action, action + "Else");
                  assertThat(privileges(changed).denied()).anyMatch(d -> d.contains(action));
                  assertThat(privileges(changed).unused())
                      .anyMatch(u -> u.contains(action + "Else"));
                });
  }

  @Test
  void schedulesMayInvokeTheirFunctionAndKeepWhatFailed() {
    Roles roles = new Roles(new DeployedState(applied));

    assertThat(roles.ofSchedules()).isNotEmpty().isEqualTo(roles.neededBySchedules());
  }

  @Test
  void theDocumentSaysWhatFunctionsMayDo() throws IOException {
    Roles roles = new Roles(new DeployedState(applied));
    Map<String, Set<Grant>> own = new TreeMap<>(roles.ofFunctions());
    own.forEach((function, grants) -> grants.removeAll(roles.neededByLambda().get(function)));
    String current = SecurityTable.of(own, PREFIX + "-");
    Path file = Files.writeString(Path.of("target", "security-table.md"), current);

    assertThat(SecurityTable.in(Files.readString(Project.root().resolve("docs/security.md"))))
        .as("docs/security.md is stale; its table is now that of e2e/%s", file)
        .isEqualTo(current);
  }

  /** {@code AlarmRowTest} sees that each row names one, or says why there is none. */
  @Test
  void theAlarmsThatTheDocumentsNameAreDeployedAndEachOfThemIsInOperations() throws IOException {
    Map<String, String> alarms = new TreeMap<>();
    new DeployedState(applied)
        .all("aws_cloudwatch_metric_alarm")
        .forEach(alarm -> alarms.put(alarm.address(), alarm.text("alarm_name")));
    // Of a mode that dev does not have.
    alarms.put(
        "module.eventstore.store[\"buffer-depth\"]", PREFIX + "-eventstore-pump-buffer-depth");
    List<AlarmRow> rows = new ArrayList<>(AlarmRow.ofWhatCanGoWrong(Project.root()));
    rows.removeIf(AlarmRow::isOfCouponApp);
    List<AlarmRow> wakes = AlarmRow.ofWhatWakesYou(Project.root());
    rows.addAll(wakes);

    assertThat(rows.stream().flatMap(row -> row.unknown(alarms).stream())).isEmpty();
    assertThat(alarms.values())
        .as("each alarm is in docs/operations.md")
        .allMatch(alarm -> wakes.stream().anyMatch(row -> row.covers(alarm)));
  }

  @Test
  void theCodeKnowsEveryHandlerAndVariable() throws IOException {
    assertThat(FunctionSettings.unknown(fleet)).isEmpty();
  }

  @Test
  void anUnknownHandlerOrVariableIsFound() throws IOException {
    assertThat(FunctionSettings.unknown(changed("history.RecordHandler", "history.NoHandler")))
        .singleElement()
        .asString()
        .contains("history-record", "no class io.dynamopatterns.history.NoHandler");
    assertThat(FunctionSettings.unknown(changed("\"PAGE_HITS_TABLE\"", "\"PAGE_HITS_TABEL\"")))
        .singleElement()
        .asString()
        .contains("page-hits", "no setting reads PAGE_HITS_TABEL");
  }

  /** All functions have run with the variables of the state; this is what happened without one. */
  @Test
  void aMissingVariableEndsTheStart() {
    FleetState incomplete = changed("\"PAGE_HITS_TABLE\"", "\"PAGE_HITS_TABEL\"");
    FunctionSpec pageHits =
        incomplete.functions().stream()
            .filter(function -> function.name().endsWith("-page-hits"))
            .findFirst()
            .orElseThrow();

    try (FunctionJars jars = new FunctionJars();
        LocalFunction function =
            new LocalFunction(
                pageHits,
                Project.jarNamed(pageHits.jarName()),
                jars,
                Map.of(),
                Path.of("target", "logs"))) {
      assertThatThrownBy(function::start).hasMessageContaining("PAGE_HITS_TABLE is not set");
    }
  }

  @Test
  @Order(2)
  void aChangedSettingIsAppliedAndNothingIsReplaced() throws IOException {
    Path main = checkout.resolve(DEV + "/main.tf");
    String settings = Files.readString(main);
    assertThat(settings).contains("{ count = 10 }");
    Files.writeString(main, settings.replace("{ count = 10 }", "{ count = 20 }"));

    terraform("plan", "-refresh=false", "-out", "changed.tfplan");
    JsonNode plan = DeployedState.parse(terraform("show", "-json", "changed.tfplan").output());
    Map<String, List<String>> actions = new TreeMap<>();
    plan.path("resource_changes")
        .forEach(change -> actions.put(change.path("address").asText(), actions(change)));
    assertThat(actions.values()).noneMatch(list -> list.contains("delete"));
    assertThat(actions)
        .containsEntry(
            "module.aggregator.module.function[\"count\"].aws_lambda_function.this",
            List.of("update"));

    terraform("apply", "changed.tfplan");
    assertThat(terraform("show", "-json").output())
        .contains("\"AGGREGATOR_RULE_COUNT\":\"20\"")
        .doesNotContain("\"AGGREGATOR_RULE_COUNT\":\"10\"");
  }

  @Test
  @Order(3)
  void nothingIsLeftOfWhatIsDestroyed() throws Exception {
    assertThat(moto.servicesThatKnow(PREFIX))
        .contains("dynamodb", "events", "iam", "kinesis", "lambda", "s3", "scheduler", "sqs");

    terraform("destroy", "-auto-approve", "-refresh=false");

    assertThat(terraform("state", "list").output()).isEmpty();
    assertThat(moto.servicesThatKnow(PREFIX)).isEmpty();
  }

  private LeastPrivilege privileges(String state) {
    return new LeastPrivilege(new DeployedState(state), run.join().used());
  }

  /** A policy is JSON within the JSON of the state. */
  private static String inPolicies(String state, String action, String replacement) {
    String changed = state.replace("\\\"" + action + "\\\"", "\\\"" + replacement + "\\\"");
    assertThat(changed).isNotEqualTo(state);
    return changed;
  }

  private FleetState changed(String text, String replacement) {
    assertThat(applied).contains(text);
    try {
      return FleetState.read(
          Files.writeString(
              Files.createTempFile("state", ".json"), applied.replace(text, replacement)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> actions(JsonNode change) {
    return DeployedState.JSON.convertValue(
        change.at("/change/actions"),
        DeployedState.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
  }

  private Command.Result terraform(String... arguments) {
    Command.Result result = checkout.terraform(DEV, moto.environment(), List.of(arguments));
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result;
  }
}
