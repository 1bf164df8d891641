package io.dynamopatterns.emulator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredPermissionsTest {
  private static final String ORDERS = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  private static final String QUEUE_URL =
      "https://sqs.us-east-1.amazonaws.com/123456789012/mails.fifo";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:mails.fifo";

  @Test
  void anOperationIsAnActionOfItsNameOnItsTableOrIndex() {
    assertThat(of("DynamoDb", "PutItem", Map.of("TableName", "orders")))
        .containsExactly("dynamodb:PutItem on " + ORDERS);
    assertThat(of("DynamoDb", "Query", Map.of("TableName", ORDERS, "IndexName", "by-day")))
        .containsExactly("dynamodb:Query on " + ORDERS + "/index/by-day");
  }

  @Test
  void aBatchNeedsItsActionOnEachTable() {
    Map<String, Object> items = Map.of("orders", List.of());

    assertThat(of("DynamoDb", "BatchWriteItem", Map.of("RequestItems", items)))
        .containsExactly("dynamodb:BatchWriteItem on " + ORDERS);
    assertThat(of("DynamoDb", "BatchGetItem", Map.of("RequestItems", items)))
        .containsExactly("dynamodb:BatchGetItem on " + ORDERS);
  }

  @ParameterizedTest
  @CsvSource({
    "TransactWriteItems,Put,PutItem",
    "TransactWriteItems,Update,UpdateItem",
    "TransactWriteItems,Delete,DeleteItem",
    "TransactWriteItems,ConditionCheck,ConditionCheckItem",
    "TransactGetItems,Get,GetItem"
  })
  void aTransactionNeedsTheActionsOfItsParts(String operation, String part, String action) {
    Function<String, Object> item = members(Map.of(part, members(Map.of("TableName", "orders"))));

    assertThat(of("DynamoDb", operation, Map.of("TransactItems", List.of(item, item))))
        .containsExactly("dynamodb:" + action + " on " + ORDERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO \"orders\" VALUE {'id': ?} | PartiQLInsert | ",
        "update \"orders\" SET a = 1 WHERE id = ? | PartiQLUpdate | ",
        "DELETE FROM \"orders\" WHERE id = ? | PartiQLDelete | ",
        "SELECT a, b FROM \"orders\".\"by-day\" | PartiQLSelect | /index/by-day"
      })
  void aStatementOfPartiQlNeedsTheActionOfItsKind(String text, String action, String index) {
    Map<String, Object> one = Map.of("Statement", text);
    String expected = "dynamodb:%s on %s%s".formatted(action, ORDERS, index == null ? "" : index);

    assertThat(of("DynamoDb", "ExecuteStatement", one)).containsExactly(expected);
    List<Object> two = List.of(members(one), members(one));
    assertThat(of("DynamoDb", "BatchExecuteStatement", Map.of("Statements", two)))
        .containsExactly(expected);
    assertThat(of("DynamoDb", "ExecuteTransaction", Map.of("TransactStatements", two)))
        .containsExactly(expected);
  }

  @Test
  void streamsAndBusesAreNamedOrMeant() {
    String stream = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
    assertThat(of("Kinesis", "PutRecords", Map.of("StreamName", "clicks")))
        .containsExactly("kinesis:PutRecords on " + stream);
    assertThat(of("Kinesis", "ListShards", Map.of("StreamARN", stream)))
        .containsExactly("kinesis:ListShards on " + stream);
    assertThat(
            of(
                "EventBridge",
                "PutEvents",
                Map.of("Entries", List.of(members(Map.of("EventBusName", "fleet"))))))
        .containsExactly(
            "events:PutEvents on arn:aws:events:us-east-1:123456789012:event-bus/fleet");
  }

  @Test
  void aBatchOfMessagesNeedsTheActionOfOne() {
    assertThat(of("Sqs", "SendMessageBatch", Map.of("QueueUrl", QUEUE_URL)))
        .containsExactly("sqs:SendMessage on " + QUEUE);
    assertThat(of("Sqs", "StartMessageMoveTask", Map.of("SourceArn", QUEUE)))
        .contains("sqs:StartMessageMoveTask on " + QUEUE, "sqs:ReceiveMessage on " + QUEUE);
    assertThat(of("Sqs", "ListMessageMoveTasks", Map.of("SourceArn", QUEUE)))
        .containsExactly("sqs:ListMessageMoveTasks on " + QUEUE);
  }

  @Test
  void aVersionOfAnObjectIsItsOwnAction() {
    Map<String, Object> object = Map.of("Bucket", "logs", "Key", "a/b.gz");

    assertThat(of("S3", "GetObject", object))
        .containsExactly("s3:GetObject on arn:aws:s3:::logs/a/b.gz");
    assertThat(of("S3", "HeadObject", Map.of("Bucket", "logs", "Key", "a", "VersionId", "1")))
        .containsExactly("s3:GetObjectVersion on arn:aws:s3:::logs/a");
  }

  @Test
  void whatIsNotKnownIsAllowedByNoPolicy() {
    assertThat(of("Sns", "Publish", Map.of())).containsExactly("sns:Publish on unknown");
    assertThat(of("DynamoDb", "ExecuteStatement", Map.of("Statement", "EXPLAIN")))
        .containsExactly("dynamodb:PartiQL on unknown statement EXPLAIN");
  }

  private static List<String> of(String service, String operation, Map<String, Object> request) {
    return RequiredPermissions.of(service, operation, members(request)).stream()
        .map(RequiredPermission::toString)
        .toList();
  }

  private static Function<String, Object> members(Map<String, Object> members) {
    return members::get;
  }
}
