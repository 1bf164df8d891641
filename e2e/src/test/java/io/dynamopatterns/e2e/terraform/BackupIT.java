package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runbook docs/backup.md, whose commands restore a table under its own name. moto restores what
 * the table has now, whatever the time.
 */
@Order(2)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
@EnabledIfSystemProperty(named = "examples", matches = "all")
class BackupIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @Test
  void aRestoredTableHasItsItemsItsSettingsAndItsReadersAgain() throws Exception {
    assumeTrue(Command.exists("aws"), "no program aws");
    Path runbook = Project.root().resolve("docs/backup.md");
    Checkout checkout = Checkout.in("backup-");
    PublishedModules modules = PublishedModules.of(checkout, Files.readString(runbook));
    try (Moto moto = new Moto(checkout.resolve("terraform/emulator"))) {
      Command.Result result =
          new Command(directory, environment(modules, moto))
              .run(LIMIT, List.of("bash", "-c", Guide.unpack(runbook, directory)));
      assertThat(result.exitCode()).as(result.all()).isZero();

      JsonNode table = call(moto, "DescribeTable").path("Table");
      assertThat(table.path("ItemCount").asInt()).isEqualTo(1);
      assertThat(table.path("DeletionProtectionEnabled").asBoolean()).isTrue();
      assertThat(table.at("/StreamSpecification/StreamViewType").asText())
          .isEqualTo("NEW_AND_OLD_IMAGES");
      assertThat(call(moto, "DescribeTimeToLive").findValue("TimeToLiveStatus").asText())
          .isEqualTo("ENABLED");
      assertThat(
              call(moto, "DescribeContinuousBackups").findValuesAsText("PointInTimeRecoveryStatus"))
          .containsExactly("ENABLED");
      for (String reader : List.of("shop-history-record", "shop-fanout-dispatch")) {
        JsonNode mapping = mapping(moto, reader);
        assertThat(mapping.path("EventSourceArn"))
            .as("%s reads the new stream", reader)
            .isEqualTo(table.path("LatestStreamArn"));
        assertThat(mapping.path("State").asText()).isEqualTo("Enabled");
      }
    }
  }

  private static JsonNode call(Moto moto, String operation) throws Exception {
    return DeployedState.parse(
        moto.call("dynamodb", "DynamoDB_20120810." + operation, "{\"TableName\": \"pages\"}"));
  }

  /** The one trigger of a function by its table's stream. */
  private static JsonNode mapping(Moto moto, String function) throws Exception {
    List<JsonNode> ofTables = new ArrayList<>();
    DeployedState.parse(moto.get("lambda", "/2015-03-31/event-source-mappings/"))
        .path("EventSourceMappings")
        .forEach(
            mapping -> {
              if (mapping.path("FunctionArn").asText().contains(":" + function + ":")
                  && mapping.path("EventSourceArn").asText().contains(":dynamodb:")) {
                ofTables.add(mapping);
              }
            });
    assertThat(ofTables).as(function).hasSize(1);
    return ofTables.getFirst();
  }

  private Map<String, String> environment(PublishedModules modules, Moto moto) throws Exception {
    Path jar = directory.resolve("any-fn.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("example.txt"));
    }
    Map<String, String> environment = new HashMap<>(modules.environment());
    environment.putAll(moto.environment());
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("TF_VAR_history_jar", jar.toString());
    environment.put("TF_VAR_fanout_jar", jar.toString());
    environment.put("TF_INPUT", "0");
    environment.put("TF_CLI_ARGS", "-no-color");
    environment.put("TF_CLI_ARGS_apply", "-parallelism=30");
    environment.put("GOGC", "400");
    return environment;
  }
}
