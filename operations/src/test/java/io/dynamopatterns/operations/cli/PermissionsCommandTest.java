package io.dynamopatterns.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.permissions.Permission;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command answers and refuses as those of operations do. */
class PermissionsCommandTest {
  private static final String ORDERS = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";

  @TempDir private Path project;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "fleet")
  private static final class Root {}

  @Test
  void theStatementsOfAFunctionArePrintedAsTerraformOrAsJson() throws Exception {
    record(
        Map.of(
            "shop-dev-store",
            Set.of(
                new Permission("dynamodb:PutItem", ORDERS),
                new Permission("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:mail"))));

    assertThat(run("permissions", "store")).isZero();
    assertThat(out.toString())
        .startsWith("# What the calls of shop-dev-store needed in the last run.")
        .as("Terraform as its formatter leaves it")
        .contains("add their own.\ndata \"aws_caller_identity\" \"current\" {}\n\ndata")
        .contains("actions   = [\"dynamodb:PutItem\"]", "resources = [module.orders.arn]");

    out.getBuffer().setLength(0);
    assertThat(run("permissions", "shop-dev-store", "--output", "json")).isZero();
    JsonNode json = Json.parse(out.toString());
    assertThat(json.at("/permissions/0/action").asText()).isEqualTo("dynamodb:PutItem");
    assertThat(json.at("/permissions/0/resource").asText()).isEqualTo(ORDERS);
    assertThat(json.path("terraform").asText()).contains("statements = [");
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatThereIs() throws Exception {
    assertThat(run("permissions", "store")).isEqualTo(2);
    assertThat(err.toString()).contains("fleet: no run has left a record of permissions");

    record(Map.of("shop-dev-store", Set.of(), "shop-dev-mail", Set.of()));
    assertThat(run("permissions", "other")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "fleet: the last run has no function 'other': it has shop-dev-mail, shop-dev-store");
    assertThat(run("permissions", "store")).isEqualTo(2);
    assertThat(err.toString())
        .contains("function shop-dev-store made no call in the last run: invoke it first");

    for (String other : List.of("no JSON", "{}", "{\"functions\":{},\"of\":\"another version\"}")) {
      err.getBuffer().setLength(0);
      Files.writeString(PermissionRecord.file(project), other);
      assertThat(run("permissions", "store")).isEqualTo(1);
      assertThat(err.toString()).contains("permissions.json, start ./fleet run again");
    }
  }

  private void record(Map<String, Set<Permission>> functions) throws Exception {
    Files.createDirectories(project.resolve(".fleet"));
    new PermissionRecord(functions, Map.of(ORDERS, "module.orders.arn"))
        .write(PermissionRecord.file(project));
  }

  private int run(String... words) {
    CommandLine fleet = new CommandLine(new Root());
    OperationCommands.addTo(fleet, project, question -> false);
    fleet.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return fleet.execute(words);
  }
}
