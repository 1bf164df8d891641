package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.StateNormaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The Terraform of this repository, checked, and applied with the real provider. */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class TerraformIT {
  private static final String DEV = "terraform/environments/dev";

  private static Checkout checkout;

  @BeforeAll
  static void requireTerraform() throws IOException {
    checkout = Checkout.require(Files.createTempDirectory(Path.of("target"), "terraform-"));
  }

  @Test
  void everyModuleIsFormattedValidAndPassesItsTests() {
    Command.Result check = checkout.check();

    assertThat(check.exitCode()).as(check.all()).isZero();
  }

  @Test
  void theDevEnvironmentIsAppliedPlansNoChangesIsAsRecordedAndIsDestroyed() throws Exception {
    Files.writeString(
        checkout.resolve(DEV + "/backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n");
    try (Moto moto = new Moto(checkout.resolve("terraform/emulator"))) {
      dev(moto, 0, "init");
      dev(moto, 0, "apply", "-auto-approve");
      Command.Result plan = dev(moto, 0, "plan", "-detailed-exitcode");
      assertThat(plan.output()).contains("No changes.");

      assertThatTheRecordedStateIsCurrent(dev(moto, 0, "show", "-json").output());

      dev(moto, 0, "destroy", "-auto-approve");
      assertThat(dev(moto, 0, "state", "list").output()).isEmpty();
    }
  }

  private static void assertThatTheRecordedStateIsCurrent(String applied) throws IOException {
    String current = StateNormaliser.normalise(applied, "the state that was just applied");
    Path file = Path.of("target", "dev-state.json");
    Files.writeString(file, current);
    assertThat(FleetState.recordedJson())
        .as("the state that `local` ships is stale; the current one is in e2e/%s", file)
        .isEqualTo(current);
  }

  private static Command.Result dev(Moto moto, int exitCode, String... arguments) {
    Command.Result result = checkout.terraform(DEV, moto.environment(), List.of(arguments));
    assertThat(result.exitCode()).as(result.all()).isEqualTo(exitCode);
    return result;
  }
}
