package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The Terraform of this repository, checked; {@link DeploymentIT} applies it. */
@Order(1)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class TerraformIT {
  @Test
  void everyModuleIsFormattedValidAndPassesItsTests() {
    Command.Result check = Checkout.in("terraform-").check();

    assertThat(check.exitCode()).as(check.all()).isZero();
  }
}
