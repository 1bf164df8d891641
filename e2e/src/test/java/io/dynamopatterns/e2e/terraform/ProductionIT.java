package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The {@code prod} environment as it is: what keeps its data from being lost by mistake. Its key,
 * its alarms' topic, and a table and a function of the history are applied; the rest is planned.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class ProductionIT {
  private static final String PROD = "terraform/environments/prod";
  private static final String GUARD = "terraform_data.not_to_be_destroyed";
  private static final String MADE_KEY = "module.platform.aws_kms_key.this[0]";
  private static final String HISTORY = "module.history.";
  private static final String TABLE = HISTORY + "module.table";
  private static final String FUNCTION = HISTORY + "module.function[\"read\"]";
  private static final String OWN_KEY = "arn:aws:kms:us-east-1:123456789012:key/shop";

  /** Where resources name the key that encrypts them. */
  private static final Map<String, String> KEY_ATTRIBUTES =
      Map.of(
          "aws_cloudwatch_event_bus", "/kms_key_identifier",
          "aws_cloudwatch_log_group", "/kms_key_id",
          "aws_dynamodb_table", "/server_side_encryption/0/kms_key_arn",
          "aws_kinesis_stream", "/kms_key_id",
          "aws_lambda_function", "/kms_key_arn",
          "aws_s3_bucket_server_side_encryption_configuration",
              "/rule/0/apply_server_side_encryption_by_default/0/kms_master_key_id",
          "aws_scheduler_schedule", "/kms_key_arn",
          "aws_sns_topic", "/kms_master_key_id");

  private Checkout checkout;
  private Moto moto;
  private JsonNode plan;

  @BeforeAll
  void start() throws Exception {
    checkout = Checkout.in("production-");
    Files.writeString(
        checkout.resolve(PROD + "/backend_override.tf"),
        "terraform {\n  backend \"local\" {}\n}\n");
    moto = new Moto(checkout.resolve("terraform/emulator"));
    terraform(0, "init");
    terraform(
        0,
        "apply",
        "-auto-approve",
        "-target=" + GUARD,
        "-target=" + MADE_KEY,
        "-target=" + TABLE,
        "-target=" + FUNCTION);
    terraform(0, "plan", "-out", "prod.tfplan");
    plan = new ObjectMapper().readTree(terraform(0, "show", "-json", "prod.tfplan").output());
  }

  @AfterAll
  void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void whateverKeepsDataIsProtectedAndEncryptedWithTheKeyOfTheEnvironment() {
    String key = arnOfThe("aws_kms_key");
    KEY_ATTRIBUTES.forEach((type, attribute) -> assertThatEach(type, attribute, key));
    assertThat(resources("aws_sqs_queue"))
        .as("queues with another key: that of events for when the bus cannot use its key")
        .filteredOn(change -> !change.at("/after/kms_master_key_id").asText().equals(key))
        .extracting(change -> change.at("/after/name").asText())
        .containsExactly("dynamo-patterns-prod-events-undelivered");
    assertThatEach("aws_dynamodb_table", "/deletion_protection_enabled", "true");
    assertThatEach("aws_dynamodb_table", "/point_in_time_recovery/0/enabled", "true");
    assertThatEach("aws_s3_bucket", "/force_destroy", "false");
    assertThat(resources("aws_s3_bucket_lifecycle_configuration"))
        .as("days of failed records and of uploads; jars are kept")
        .extracting(change -> change.at("/after/rule/0/expiration/0/days").asInt(0))
        .containsExactlyInAnyOrder(365, 30, 0);
    assertThatEach("aws_kinesis_stream", "/retention_period", "168");
    assertThatEach("aws_sqs_queue", "/message_retention_seconds", "1209600");
    assertThatEach("aws_cloudwatch_log_group", "/retention_in_days", "365");
  }

  @Test
  void everyAlarmNotifiesPeople() {
    String topic = arnOfThe("aws_sns_topic");
    assertThatEach("aws_cloudwatch_metric_alarm", "/alarm_actions/0", topic);
    assertThatEach("aws_sns_topic_subscription", "/topic_arn", topic);
  }

  @Test
  void nothingIsPlannedUntilItIsSaidWhomAlarmsNotify() {
    Command.Result unsaid = checkout.terraform(PROD, moto.environment(), List.of("plan"));

    assertThat(unsaid.exitCode()).isEqualTo(1);
    assertThat(unsaid.all()).contains("No value for required variable", "\"alarm_emails\"");
  }

  /** What was encrypted with the made key can be read with nothing else. */
  @Test
  void theMadeKeyStaysWhenAnotherIsGiven() {
    assertThat(
            terraform(
                    0,
                    "plan",
                    "-var=kms_key_arn=" + OWN_KEY,
                    "-target=" + MADE_KEY,
                    "-target=" + TABLE)
                .output())
        .contains("-> \"" + OWN_KEY + "\"")
        .containsPattern("Plan: 0 to add, [1-9]\\d* to change, 0 to destroy");
  }

  @Test
  void aDestroyEndsAtItsPlan() {
    assertThat(terraform(1, "plan", "-destroy").all())
        .contains("Resource " + GUARD + " has", "Resource " + MADE_KEY + " has");
  }

  /** As a later version might have it. The last test, as it changes the checkout. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aRenamedModuleOfATableAndOfFunctionsMoves() throws IOException {
    Path history = checkout.resolve("terraform/modules/history");
    String newTable = TABLE.replace(".table", ".entries");
    String newFunction = FUNCTION.replace(".function", ".handlers");
    String[] plan = {
      "plan",
      "-target=" + TABLE,
      "-target=" + newTable,
      "-target=" + FUNCTION,
      "-target=" + newFunction
    };

    rename(history, "table", "entries");
    rename(history, "function", "handlers");
    terraform(0, "init");
    assertThat(terraform(0, plan).output())
        .contains("aws_dynamodb_table.this will be destroyed")
        .contains("aws_lambda_function.this will be destroyed");

    Files.writeString(
        history.resolve("migrations.tf"),
        """
        moved {
          from = module.table
          to   = module.entries
        }

        moved {
          from = module.function
          to   = module.handlers
        }
        """);
    assertThat(terraform(0, plan).output())
        .contains("has moved to", newTable, newFunction)
        .contains("Plan: 0 to add, 0 to change, 0 to destroy");
  }

  /** Renames a module in the files of the one that calls it. */
  private static void rename(Path module, String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(module)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".tf")).toList()) {
        Files.writeString(
            file,
            Files.readString(file)
                .replace("module \"" + from + "\"", "module \"" + to + "\"")
                .replace("module." + from, "module." + to));
      }
    }
  }

  private String arnOfThe(String type) {
    assertThat(resources(type)).as("the one %s", type).hasSize(1);
    return resources(type).getFirst().at("/after/arn").asText();
  }

  private void assertThatEach(String type, String attribute, String value) {
    assertThat(resources(type))
        .as("%s of each %s", attribute, type)
        .isNotEmpty()
        .allMatch(change -> change.at("/after" + attribute).asText().equals(value));
  }

  /** What becomes of the resources of this type. */
  private List<JsonNode> resources(String type) {
    List<JsonNode> changes = new ArrayList<>();
    plan.path("resource_changes")
        .forEach(
            resource -> {
              if (resource.path("type").asText().equals(type)) {
                changes.add(resource.path("change"));
              }
            });
    return changes;
  }

  private Command.Result terraform(int exitCode, String... arguments) {
    Map<String, String> environment = new HashMap<>(moto.environment());
    environment.put("TF_VAR_alarm_emails", "[\"oncall@example.com\"]");
    Command.Result result = checkout.terraform(PROD, environment, List.of(arguments));
    assertThat(result.exitCode()).as(result.all()).isEqualTo(exitCode);
    return result;
  }
}
