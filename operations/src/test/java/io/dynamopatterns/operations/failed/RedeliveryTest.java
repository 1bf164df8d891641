package io.dynamopatterns.operations.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

class RedeliveryTest {
  private final MemoryS3 s3 = new MemoryS3();
  private final Runs runs = new Runs(s3, "failed");
  private int invocations;

  /** Kept, it would be sent by a new run as well, and count twice. */
  @Test
  void aRecordThatWasRefusedIsNotKeptOnceAnotherCommandHasTakenTheRunOver() {
    Claim claim = Claim.first(runs, "one");
    claim.take();
    LambdaClient refusing = refusing(() -> Claim.next(runs, "one", true).take());

    assertThatThrownBy(
            () ->
                new Redelivery(refusing, runs, "one", "f", Form.AS_THEY_ARE, claim, Progress.SILENT)
                    .send(List.of(record("1"), record("2"))))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another command has taken over run one");

    assertThat(runs.left("one")).isEmpty();
    assertThat(invocations).isEqualTo(1);
  }

  private static StoredRecord record(String id) {
    ObjectNode record = Json.object().put("eventID", id);
    record.putObject("dynamodb").put("SequenceNumber", id);
    return StoredRecord.of(record);
  }

  /** A function that refuses the first record of each batch, and what happens while it runs. */
  private LambdaClient refusing(Runnable meanwhile) {
    return new LambdaClient() {
      @Override
      public InvokeResponse invoke(InvokeRequest request) {
        invocations++;
        meanwhile.run();
        return InvokeResponse.builder()
            .payload(
                SdkBytes.fromUtf8String("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}"))
            .build();
      }

      @Override
      public String serviceName() {
        return "lambda";
      }

      @Override
      public void close() {}
    };
  }
}
