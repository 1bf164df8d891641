package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.e2e.depend.StagedRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The first hour of a new user: a project that {@code ./fleet new} makes in an empty directory
 * builds and passes its test with an empty Maven home, runs in the local fleet from a plan without
 * an account, and is applied to an emulator. It is the project as released: its version is that of
 * this build, and git finds a copy of this checkout in place of the public repository.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
@ResourceLock("./fleet")
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class NewFunctionIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String TABLE = "orders-dev-entries";

  @TempDir private static Path directory;
  private Path project;
  private Path terraform;
  private StagedRepository repository;
  private Checkout checkout;
  private PublishedModules modules;
  private Moto moto;
  private CompletableFuture<Command.Result> applied;

  @BeforeAll
  void make() throws Exception {
    project = directory.resolve("orders");
    terraform = project.resolve("terraform");
    fleet("new", project.toString(), "--name", "orders");
    repository = StagedRepository.in(directory.resolve("repository"));
    Path pom = project.resolve("pom.xml");
    String text = Files.readString(pom);
    String released = repository.version().replace("-SNAPSHOT", "");
    assertThat(text).containsOnlyOnce("<version>%s</version>".formatted(released));
    Files.writeString(
        pom,
        text.replace(
            "<version>%s</version>".formatted(released),
            "<version>%s</version>".formatted(repository.version())));
    checkout = Checkout.in("new-");
    modules = PublishedModules.of(checkout, Files.readString(terraform.resolve("main.tf")));
  }

  @AfterAll
  void stop() {
    if (applied != null) {
      applied.join();
    }
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  @Order(1)
  void theProjectBuildsAndPassesItsTestsFromAnEmptyMavenHome() throws Exception {
    Command.Result build = repository.maven(project, directory.resolve("home"), "verify");

    assertThat(build.exitCode()).as(build.all()).isZero();
    assertThat(build.output()).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(project.resolve("target/orders-fn.jar")).exists();
  }

  @Test
  @Order(2)
  void theProjectRunsInTheFleetFromAPlanThatNeedsNoAccount() throws Exception {
    Map<String, String> noAccount =
        Map.of(
            "AWS_ACCESS_KEY_ID", "none",
            "AWS_SECRET_ACCESS_KEY", "none",
            "AWS_REGION", "us-east-1",
            "AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    terraform(noAccount, "init");
    terraform(noAccount, "plan", "-var", "offline=true", "-out", "fleet.tfplan");
    String plan = terraform(noAccount, "show", "-json", "fleet.tfplan").output();
    Files.writeString(terraform.resolve("plan.json"), plan);
    startApply();
    Path report = directory.resolve("report.json");

    Command.Result run =
        fleet(
            "run",
            project.resolve("sample.jsonl").toString(),
            "--state",
            terraform.resolve("plan.json").toString(),
            "--to-stream",
            "orders-dev-events",
            "--partition-key",
            "id",
            "--report",
            report.toString());

    assertThat(run.output()).contains("OK: nothing was given up on");
    JsonNode figures = DeployedState.parse(Files.readString(report));
    assertThat(figures.at("/input/accepted").asLong()).isEqualTo(5);
    assertThat(figures.at("/tables/" + TABLE + "/items").asLong()).isEqualTo(2);
    assertThat(figures.at("/functions/orders-dev-store/failed").asLong()).isZero();
  }

  /** The statements that the run needed are those that the project has. */
  @Test
  @Order(3)
  void thePermissionsOfTheRunAreThoseOfTheProject() throws Exception {
    String printed = fleet("permissions", "orders-dev-store").output();

    assertThat(printed)
        .contains("actions   = [\"dynamodb:GetItem\", \"dynamodb:PutItem\"]")
        .contains("resources = [module.table.arn]")
        .containsOnlyOnce("sid ");
    assertThat(Files.readString(terraform.resolve("main.tf")))
        .contains("actions   = [\"dynamodb:GetItem\", \"dynamodb:PutItem\"]");
  }

  @Test
  @Order(4)
  void theFleetStaysUpWithAJarByItsPath() throws Exception {
    Path jar = Files.move(project.resolve("target/orders-fn.jar"), directory.resolve("moved.jar"));
    Path output = directory.resolve("up.txt");
    Process up =
        new ProcessBuilder(
                Project.root().resolve("fleet").toString(),
                "up",
                "--state",
                terraform.resolve("plan.json").toString(),
                "--jar",
                "orders-dev-store=" + jar)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!Files.readString(output).contains("aws dynamodb scan") && up.isAlive()) {
        assertThat(System.nanoTime()).as(Files.readString(output)).isLessThan(end);
        Thread.sleep(100);
      }
      assertThat(Files.readString(output))
          .contains("The fleet is up", "--stream-name orders-dev-events", TABLE);
    } finally {
      up.destroy();
      up.waitFor();
      Files.move(jar, project.resolve("target/orders-fn.jar"));
    }
  }

  @Test
  @Order(5)
  void theProjectIsAppliedAndAnotherPlanHasNoChanges() throws Exception {
    Command.Result result = applied.join();
    assertThat(result.exitCode()).as(result.all()).isZero();

    assertThat(terraform(moto.environment(), "plan", "-detailed-exitcode").output())
        .contains("No changes.");
    assertThat(moto.servicesThatKnow("orders-dev"))
        .contains("dynamodb", "iam", "kinesis", "lambda", "s3");
  }

  /** Beside the fleet's run, as nearly all of its time is waiting. */
  private void startApply() throws Exception {
    moto = new Moto(checkout.resolve("terraform/emulator"));
    applied =
        CompletableFuture.supplyAsync(
            () ->
                checkout.terraform(
                    terraform.toString(),
                    environment(moto.environment()),
                    List.of("apply", "-auto-approve", "-parallelism=30")));
  }

  private Map<String, String> environment(Map<String, String> aws) {
    Map<String, String> environment = new HashMap<>(modules.environment());
    environment.putAll(aws);
    return environment;
  }

  private Command.Result terraform(Map<String, String> aws, String... arguments) {
    Command.Result result =
        checkout.terraform(terraform.toString(), environment(aws), List.of(arguments));
    assertThat(result.exitCode()).as("%s: %s", List.of(arguments), result.all()).isZero();
    return result;
  }

  private static Command.Result fleet(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Project.root().resolve("fleet").toString()));
    command.addAll(Arrays.asList(arguments));
    Command.Result result = new Command(directory, Map.of()).run(LIMIT, command);
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result;
  }
}
