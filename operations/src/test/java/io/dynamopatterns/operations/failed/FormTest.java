package io.dynamopatterns.operations.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final Path STATE =
      Path.of("../local/src/main/resources/io/dynamopatterns/local/state/dev-state.json");

  @Test
  void theHandlersThatNeedAFormAreThoseOfTheDeployment() throws Exception {
    List<String> handlers = Json.parse(Files.readString(STATE)).findValuesAsText("handler");

    assertThat(handlers).containsAll(Form.BY_SHARD).containsAll(Form.BY_STREAM);
  }

  @Test
  void aFunctionThatCountsByTheStreamIsNotSentShardsOfTheRun() {
    Inventory.Function count =
        new Inventory.Function("shop-count", Form.BY_STREAM.get(0), Map.of());

    assertThat(Form.of(count, false)).isEqualTo(Form.STREAM_OF_THE_RUN);
    assertThatThrownBy(() -> Form.of(count, true))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("shop-count counts by the position in a stream");
  }

  @Test
  void aRecordIsInTheStreamOrTheShardOfItsRun() {
    StoredRecord change =
        StoredRecord.of(
            Json.parse(
                "{\"eventID\":\"a\",\"dynamodb\":{\"SequenceNumber\":\"7\"},\"eventSourceARN\":\"arn:aws:dynamodb:us-east-1:1:table/t/stream/2026-11-20T00:00:00.000\"}"));
    StoredRecord click =
        StoredRecord.of(
            Json.parse(
                "{\"eventID\":\"shardId-000000000003:9\",\"kinesis\":{\"sequenceNumber\":\"9\"}}"));

    assertThat(Form.STREAM_OF_THE_RUN.apply(change, "one").path("eventSourceARN").asText())
        .isEqualTo("arn:aws:dynamodb:us-east-1:1:table/t/stream/redrive-one");
    assertThat(Form.SHARDS_OF_THE_RUN.apply(click, "one").path("eventID").asText())
        .isEqualTo("shardId-redrive-one-000000000003:9");
    assertThat(Form.AS_THEY_ARE.apply(click, "one")).isEqualTo(click.record());
  }
}
