package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.e2e.docs.AlarmRow;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.emulator.url.StaticFiles;
import io.dynamopatterns.local.example.CouponsRun;
import io.dynamopatterns.local.example.Example;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.StateNormaliser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The coupon app with the patterns that follow its redemptions, applied by the real provider to
 * moto. With {@code -Dexamples=all}, as every night, it is also run from that state, given a cache,
 * and destroyed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class CouponsDeploymentIT {
  private static final String APP = "examples/coupons-fn/terraform/examples/app";
  private static final String PREFIX = "promo-dev";

  private Checkout checkout;
  private Moto moto;
  private String applied;

  @BeforeAll
  void apply() throws Exception {
    checkout = Checkout.in("coupons-");
    moto = new Moto(checkout.resolve("terraform/emulator"));
    terraform("init");
    terraform("apply", "-auto-approve", "-parallelism=30");
    applied = terraform("show", "-json").output();
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
    assertThat(terraform("plan", "-detailed-exitcode", "-parallelism=30").output())
        .contains("No changes.");
  }

  @Test
  @Order(1)
  void theStateThatTheFleetShipsIsThisOne() throws IOException {
    String current = StateNormaliser.normalise(applied, "the state that was just applied");
    Path file = Files.writeString(Path.of("target", Example.COUPONS.state()), current);

    assertThat(FleetState.recordedJson(Example.COUPONS.state()))
        .as(
            "the state of the coupon app that `local` ships is stale; the current one is in e2e/%s",
            file)
        .isEqualTo(current);
  }

  @Test
  @Order(1)
  void theAlarmsThatItsReadmeNamesAreDeployed() throws IOException {
    Map<String, String> alarms =
        new DeployedState(applied)
            .all("aws_cloudwatch_metric_alarm").stream()
                .collect(
                    Collectors.toMap(alarm -> alarm.address(), alarm -> alarm.text("alarm_name")));

    assertThat(
            AlarmRow.ofWhatCanGoWrong(Project.root()).stream()
                .filter(AlarmRow::isOfCouponApp)
                .flatMap(row -> row.unknown(alarms).stream()))
        .isEmpty();
  }

  /** The browser test holds for what is deployed. */
  @Test
  @Order(1)
  void theDeployedPageHasThePolicyOfTheLocalOneAndMayAlsoAskForItsToken() {
    DeployedState state = new DeployedState(applied);
    String deployed =
        state
            .all("aws_cloudfront_response_headers_policy")
            .getFirst()
            .values()
            .at("/security_headers_config/0/content_security_policy/0/content_security_policy")
            .asText();
    String domain = state.all("aws_cognito_user_pool_domain").getFirst().text("domain");

    assertThat(deployed)
        .isEqualTo(
            String.join("; ", StaticFiles.CONTENT_SECURITY_POLICY)
                .replace(
                    "connect-src 'self'",
                    "connect-src 'self' https://%s.auth.us-east-1.amazoncognito.com"
                        .formatted(domain)));
  }

  @Test
  @Order(2)
  @EnabledIfSystemProperty(named = "examples", matches = "all")
  void aRunFromTheAppliedStateAddsUpAndNeedsNoPermissionThatItLacks() throws Exception {
    Path directory = checkout.resolve("");
    Path state = Files.writeString(directory.resolve("state.json"), applied);
    try (Workspace workspace = Workspace.fresh(directory);
        Fleet fleet = new Fleet(FleetState.read(state), Project.root(), workspace)) {
      fleet.start();
      URI app = fleet.openHttpApis(0, Optional.empty()).values().iterator().next();

      assertThat(new CouponsRun(fleet, app).run().problems()).isEmpty();

      Map<String, Set<RequiredPermission>> used =
          fleet.functions().stream()
              .collect(Collectors.toMap(f -> f.spec().name(), LocalFunction::requiredPermissions));
      LeastPrivilege privilege = new LeastPrivilege(new DeployedState(applied), used);
      assertThat(privilege.denied()).isEmpty();
      assertThat(privilege.unused())
          .filteredOn(unused -> unused.matches(PREFIX + "-(coupons|promotions|coupon-expiry) .*"))
          .isEmpty();
    }
  }

  @Test
  @Order(3)
  @EnabledIfSystemProperty(named = "examples", matches = "all")
  void withACacheTheFunctionThatShowsCouponsReadsThroughItInItsVpc() {
    terraform("apply", "-auto-approve", "-refresh=false", "-parallelism=30", "-var=cache=true");

    DeployedState state = new DeployedState(terraform("show", "-json").output());
    Map<String, JsonNode> functions =
        state.all("aws_lambda_function").stream()
            .filter(function -> function.address().startsWith("module.coupons."))
            .collect(
                Collectors.toMap(
                    function -> function.text("function_name"), function -> function.values()));
    String shows = PREFIX + "-coupons";
    assertThat(functions)
        .hasSize(3)
        .allSatisfy(
            (name, function) ->
                assertThat(function.at("/vpc_config/0/subnet_ids"))
                    .as(name)
                    .hasSize(name.equals(shows) ? 2 : 0));
    assertThat(functions.get(shows).at("/environment/0/variables/DAX_ENDPOINT").asText())
        .isEqualTo("daxs://" + state.all("aws_dax_cluster").getFirst().text("cluster_address"));
    terraform("plan", "-detailed-exitcode", "-parallelism=30", "-var=cache=true");
  }

  @Test
  @Order(4)
  @EnabledIfSystemProperty(named = "examples", matches = "all")
  void nothingIsLeftOfWhatIsDestroyed() throws Exception {
    terraform("destroy", "-auto-approve", "-refresh=false", "-parallelism=30");

    assertThat(terraform("state", "list").output()).isEmpty();
    assertThat(moto.servicesThatKnow(PREFIX)).isEmpty();
  }

  private Command.Result terraform(String... arguments) {
    Command.Result result = checkout.terraform(APP, moto.environment(), List.of(arguments));
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result;
  }
}
