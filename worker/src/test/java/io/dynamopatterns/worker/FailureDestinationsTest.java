package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailureDestinationsTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final Discard DISCARD =
      new Discard(
          StreamKind.KINESIS,
          "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
          "shard-1",
          "orders",
          List.of(SourceRecord.of("1", "a", TIME, JsonNodeFactory.instance.objectNode())),
          "RetryAttemptsExhausted",
          3,
          "no",
          TIME);

  @Test
  void recordsAreOfferedAgainUntilTheDestinationTakesThem() {
    List<Discard> offered = new ArrayList<>();

    FailureDestinations.lasting(
            discard -> {
              offered.add(discard);
              if (offered.size() < 3) {
                throw SdkClientException.create("no route");
              }
            },
            Duration.ZERO)
        .accept(DISCARD);

    assertThat(offered).hasSize(3);
  }

  @Test
  void anObjectIsNamedAsLambdaNamesIt() {
    assertThat(FailureDestinations.key(DISCARD))
        .startsWith("aws/lambda/orders/shard-1/2026/11/20/2026-11-20T10.00.00-");
  }
}
