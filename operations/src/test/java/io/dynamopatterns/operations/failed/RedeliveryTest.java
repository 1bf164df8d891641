package io.dynamopatterns.operations.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.ProgressListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

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

    assertThatThrownBy(() -> redelivery(refusing, claim).send(List.of(record("1"), record("2"))))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another command has taken over run one");

    assertThat(runs.left("one")).isEmpty();
    assertThat(invocations).isEqualTo(1);
  }

  /** As on a computer that sleeps between its look at the claims and the request that follows. */
  @Test
  void aRefusalThatIsStoredAfterItsRunIsDoneIsNoFailedRecord() {
    Claim claim = Claim.first(runs, "one");
    claim.take();
    s3.beforePut =
        key -> {
          if (key.startsWith("redrive/one.left/")) {
            s3.beforePut = other -> {};
            Claim.next(runs, "one", true).take();
            runs.done("one", Set.of("2"));
            runs.keep("one", record("2"), "f");
          }
        };

    assertThatThrownBy(
            () -> redelivery(refusing(() -> {}), claim).send(List.of(record("1"), record("3"))))
        .hasMessageContaining("another command has taken over run one");

    assertThat(s3.objects).containsKey("redrive/one.left/1");
    assertThat(FailedList.keys(s3, "failed", "", Optional.empty()))
        .containsExactly("redrive/one.left/2");
  }

  @Test
  void whatIsRefusedWhileTheRunIsOpenOrByTheScriptIsAFailedRecord() {
    runs.keep("open", record("1"), "f");
    runs.keep("script", record("2"), "f");
    s3.objects.put("redrive/script.done", "");

    assertThat(FailedList.keys(s3, "failed", "", Optional.empty()))
        .containsExactly("redrive/open.left/1", "redrive/script.left/2");
  }

  @Test
  void whatIsLeftOutIsNotKeptOnceAnotherCommandHasTakenTheRunOver() {
    Claim claim = Claim.first(runs, "one");
    claim.take();
    Claim.next(runs, "one", true).take();
    Runs.Listed listed =
        new Runs.Listed("f", Form.AS_THEY_ARE, List.of(), List.of(), List.of(record("1")));

    assertThatThrownBy(() -> runs.keepRest("one", listed, claim))
        .hasMessageContaining("another command has taken over run one");

    assertThat(s3.objects).doesNotContainKey("redrive/one.rest/1");
  }

  /**
   * The function may still run: what it refuses to another invocation, it may take from this one.
   */
  @Test
  void anInvocationWithoutAnAnswerIsNotRepeatedAndMayStillRun() {
    Claim claim = Claim.first(runs, "one");
    claim.take();
    for (RuntimeException lost :
        List.of(
            SdkClientException.create("connection reset"),
            LambdaException.builder().statusCode(500).message("internal").build())) {
      Redelivery redelivery = redelivery(failing(lost), claim);

      assertThatThrownBy(() -> redelivery.send(List.of(record("1"), record("2"))))
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("may still run")
          .hasMessageContaining("--run one --take-over");

      assertThat(redelivery.isAnswered()).isFalse();
    }
    assertThat(invocations).isEqualTo(2);
    assertThat(runs.left("one")).isEmpty();
  }

  @Test
  void anInvocationThatLambdaRefusesDoesNotRun() {
    Claim claim = Claim.first(runs, "one");
    claim.take();
    RuntimeException throttled = LambdaException.builder().statusCode(429).build();
    Redelivery redelivery = redelivery(failing(throttled), claim);

    assertThatThrownBy(() -> redelivery.send(List.of(record("1")))).isSameAs(throttled);

    assertThat(redelivery.isAnswered()).isTrue();
  }

  private Redelivery redelivery(LambdaClient lambda, Claim claim) {
    return new Redelivery(
        lambda, runs, "one", "f", Form.AS_THEY_ARE, claim, ProgressListener.SILENT);
  }

  private LambdaClient failing(RuntimeException failure) {
    return refusing(
        () -> {
          throw failure;
        });
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
