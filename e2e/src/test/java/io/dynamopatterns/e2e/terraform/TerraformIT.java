package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The Terraform of this repository, checked; {@link DeploymentIT} applies it. */
@Order(1)
class TerraformIT {
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
}
