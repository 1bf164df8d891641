package io.dynamopatterns.operations.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyStatementsTest {
  private static final String ORDERS = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:mail.fifo";
  private static final Map<String, String> EXPRESSIONS = Map.of(ORDERS, "module.orders.arn");

  @TempDir Path directory;

  @Test
  void eachResourceIsOneStatementWithTheExpressionOfTheRootModule() {
    assertThat(
            of(
                new Permission("dynamodb:PutItem", ORDERS),
                new Permission("dynamodb:GetItem", ORDERS),
                new Permission("dynamodb:Query", ORDERS + "/index/by-day")))
        .isEqualTo(
            """
            statements = [
              {
                sid       = "DynamodbTableOrders"
                actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
                resources = [module.orders.arn]
              },
              {
                sid       = "DynamodbTableOrdersIndexByDay"
                actions   = ["dynamodb:Query"]
                resources = ["${module.orders.arn}/index/by-day"]
              },
            ]
            """);
  }

  @Test
  void anArnThatTheRootCannotNameGetsItsAccountAndRegionFromDataSources() {
    assertThat(of(new Permission("sqs:SendMessage", QUEUE)))
        .contains(
            "data \"aws_caller_identity\" \"current\" {}",
            "data \"aws_region\" \"current\" {}",
            "\"arn:aws:sqs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:mail.fifo\"");
  }

  @Test
  void theObjectsOfABucketAreOneResource() {
    assertThat(
            of(
                new Permission("s3:GetObject", "arn:aws:s3:::logs/2026/a"),
                new Permission("s3:GetObject", "arn:aws:s3:::logs/2026/b"),
                new Permission("s3:ListBucket", "arn:aws:s3:::logs")))
        .containsOnlyOnce("\"arn:aws:s3:::logs/*\"")
        .contains("\"arn:aws:s3:::logs\"", "\"S3Logs\"", "\"S3LogsObjects\"")
        .doesNotContain("data \"");
  }

  /** The module {@code function} refuses two statements of one sid. */
  @Test
  void statementsOfNamesThatDifferInSignsHaveDifferentSids() {
    assertThat(
            of(
                new Permission("sqs:SendMessage", QUEUE),
                new Permission("sqs:SendMessage", QUEUE.replace(".fifo", "-fifo")),
                new Permission("sqs:SendMessage", QUEUE.replace(".fifo", "_fifo"))))
        .contains("\"SqsMailFifo\"", "\"SqsMailFifo2\"", "\"SqsMailFifo3\"");
  }

  @Test
  void anActionOnAResourceThatTheFleetDoesNotKnowIsACommentNoStatement() {
    assertThat(of(new Permission("ses:SendEmail", "unknown")))
        .contains("# ses:SendEmail: the fleet does not know its resource")
        .doesNotContain("sid");
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws Exception {
    Path file = directory.resolve("permissions.json");
    PermissionRecord record =
        new PermissionRecord(
            Map.of("idle", Set.of(), "claim", Set.of(new Permission("dynamodb:GetItem", ORDERS))),
            EXPRESSIONS);

    record.write(file);
    record.write(file);

    assertThat(PermissionRecord.read(file)).isEqualTo(record);
    assertThat(PermissionRecord.read(file).terraform("claim")).contains("module.orders.arn");
  }

  private static String of(Permission... permissions) {
    return PolicyStatements.of(List.of(permissions), EXPRESSIONS);
  }
}
