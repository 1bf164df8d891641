package io.dynamopatterns.emulator.mapping;

import static io.dynamopatterns.emulator.mapping.Fixtures.NOW;
import static io.dynamopatterns.emulator.mapping.Fixtures.changes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDestinationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;

  @Test
  void aBucketGetsTheWholeEventBesideTheBatchInfo() throws Exception {
    JsonNode object = discardTo("arn:aws:s3:::failed");

    assertThat(object.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(object.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(object.at("/requestContext/functionArn").asText())
        .isEqualTo("arn:aws:lambda:eu-central-1:210987654321:function:handler");
    assertThat(object.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    assertThat(object.at("/DDBStreamBatchInfo/shardId").asText()).isEqualTo("shard-1");
    assertThat(object.at("/DDBStreamBatchInfo/startSequenceNumber").asText()).isEqualTo("1");
    assertThat(object.at("/DDBStreamBatchInfo/endSequenceNumber").asText()).isEqualTo("2");
    assertThat(object.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(2);
    JsonNode payload = JSON.readTree(object.path("payload").asText());
    assertThat(payload.path("Records")).hasSize(2);
    assertThat(payload.at("/Records/1/dynamodb/SequenceNumber").asText()).isEqualTo("2");
  }

  @Test
  void aQueueGetsNoRecords() throws Exception {
    assertThat(discardTo("arn:aws:sqs:us-east-1:123456789012:failed").has("payload")).isFalse();
  }

  private JsonNode discardTo(String arn) throws Exception {
    List<SourceRecord> records = changes(1, 2).open(true).getFirst().read(10);
    new DirectoryDestination(root, arn)
        .accept(
            new Discard(
                StreamKind.DYNAMODB,
                "arn:aws:dynamodb:eu-central-1:210987654321:table/orders/stream/2026-11-20T09:00:00.000",
                "shard-1",
                "handler",
                records,
                Discard.RETRIES_EXHAUSTED,
                3,
                "boom",
                NOW));
    try (Stream<Path> files = Files.walk(root.resolve("failed/aws/lambda/handler/shard-1"))) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      assertThat(file.getFileName().toString()).startsWith("2026-11-20T10.00.00-");
      return JSON.readTree(file.toFile());
    }
  }
}
