package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The {@code prod} environment: what keeps its data from being lost by mistake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionIT {
  private static final String PROD = "terraform/environments/prod";
  private static final String GUARD = "terraform_data.not_to_be_destroyed";
  private static final String HISTORY_TABLE = "module.fleet.module.history.module.table";
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/shop";

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
          "aws_sns_topic", "/kms_master_key_id",
          "aws_sqs_queue", "/kms_master_key_id");

  private Checkout checkout;
  private Moto moto;

  @BeforeAll
  void start() throws Exception {
    checkout = Checkout.require(Files.createTempDirectory(Path.of("target"), "production-"));
    Files.writeString(
        checkout.resolve(PROD + "/backend_override.tf"),
        "terraform {\n  backend \"local\" {}\n}\n");
    Files.writeString(
        checkout.resolve(PROD + "/key.auto.tfvars"), "kms_key_arn = \"%s\"\n".formatted(KEY));
    moto = new Moto(checkout.resolve("terraform/emulator"));
    terraform(0, "init");
  }

  @AfterAll
  void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void whateverKeepsDataIsProtectedAndEncryptedWithTheKeyOfTheEnvironment() throws IOException {
    terraform(0, "plan", "-out", "prod.tfplan");
    JsonNode plan =
        new ObjectMapper().readTree(terraform(0, "show", "-json", "prod.tfplan").output());

    KEY_ATTRIBUTES.forEach((type, key) -> assertThatEach(plan, type, key, KEY));
    assertThatEach(plan, "aws_dynamodb_table", "/deletion_protection_enabled", "true");
    assertThatEach(plan, "aws_dynamodb_table", "/point_in_time_recovery/0/enabled", "true");
    assertThatEach(plan, "aws_s3_bucket", "/force_destroy", "false");
    assertThatEach(plan, "aws_kinesis_stream", "/retention_period", "168");
    assertThatEach(plan, "aws_sqs_queue", "/message_retention_seconds", "1209600");
    assertThatEach(plan, "aws_cloudwatch_log_group", "/retention_in_days", "365");
    assertThat(resources(plan, "aws_cloudwatch_metric_alarm"))
        .as("alarms that notify the topic, whose ARN is known after the apply")
        .isNotEmpty()
        .allMatch(alarm -> alarm.at("/after_unknown/alarm_actions").asBoolean());
  }

  /**
   * What is destroyed by mistake is lost before a table refuses; what moves is not. The table is
   * that of the history, in a module of another name, as a later version might have it.
   */
  @Test
  void aDestroyEndsAtItsPlanAndARenamedModuleMoves() throws IOException {
    terraform(0, "apply", "-auto-approve", "-target=" + GUARD, "-target=" + HISTORY_TABLE);

    assertThat(terraform(1, "plan", "-destroy").all())
        .contains("Instance cannot be destroyed", GUARD);

    rename(checkout.resolve("terraform/modules/history"), "table", "entries");
    terraform(0, "init");
    String[] plan = {
      "plan", "-target=" + HISTORY_TABLE, "-target=" + HISTORY_TABLE.replace(".table", ".entries")
    };
    assertThat(terraform(0, plan).output()).contains("1 to destroy");

    Files.writeString(
        checkout.resolve("terraform/modules/history/migrations.tf"),
        "moved {\n  from = module.table\n  to   = module.entries\n}\n");
    assertThat(terraform(0, plan).output())
        .contains("has moved to", "0 to add", "0 to change", "0 to destroy");
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

  private static void assertThatEach(JsonNode plan, String type, String attribute, String value) {
    assertThat(resources(plan, type))
        .as("%s of each %s", attribute, type)
        .isNotEmpty()
        .allMatch(change -> change.at("/after" + attribute).asText().equals(value));
  }

  /** What becomes of the resources of this type. */
  private static List<JsonNode> resources(JsonNode plan, String type) {
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
    Command.Result result = checkout.terraform(PROD, moto.environment(), List.of(arguments));
    assertThat(result.exitCode()).as(result.all()).isEqualTo(exitCode);
    return result;
  }
}
