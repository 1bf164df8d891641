package io.dynamopatterns.eventstore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.EventTable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** No partition of a slot takes much more than its share. */
class SpreadTest {
  private static final int EVENTS = 100_000;
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  private final Map<String, Long> perPartition = new HashMap<>();

  @ParameterizedTest
  @CsvSource({"DIRECT, 4", "DIRECT, 32", "PACKED, 4", "PACKED, 32"})
  void theBusiestKeyCarriesAtMostAQuarterMoreThanTheMean(Mode mode, int shards) {
    EventTable table =
        new EventTable(
            new Counting(),
            new EventStoreSettings(
                "events",
                Optional.empty(),
                mode,
                Duration.ofMinutes(60),
                shards,
                "clicks",
                Duration.ZERO),
            new Backoff(1, Duration.ZERO, Duration.ZERO));
    Function<EventTable, EventWriter> writer =
        mode == Mode.DIRECT ? DirectWriter::new : PackedWriter::new;
    long[] turns = {7, 1_000_003};
    byte[] data = "x".repeat(20).getBytes(StandardCharsets.UTF_8);
    for (int batch = 0; batch < EVENTS / 100; batch++) {
      int source = batch % 2;
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int n = batch * 100 + i;
        Instant time = START.plusMillis(n / 50);
        String sequence = FIRST.add(BigInteger.valueOf(n * 16L)).toString();
        events.add(new Event(EventKey.of(time, "shardId-" + source, sequence), time, "k", data));
      }
      turns[source] =
          writer.apply(table).write(events, turns[source], Deadline.after(Duration.ofMinutes(1)));
    }

    assertThat(perPartition).hasSize(shards);
    long all = perPartition.values().stream().mapToLong(Long::longValue).sum();
    assertThat(all).isEqualTo(EVENTS);
    double busiest = perPartition.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(busiest).isLessThanOrEqualTo(1.25 * EVENTS / shards);
  }

  /** Counts events by partition, and stores nothing. */
  private final class Counting implements DynamoDbClient {
    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      for (WriteRequest write : request.requestItems().get("events")) {
        Map<String, AttributeValue> item = write.putRequest().item();
        long events = item.containsKey("events") ? Long.parseLong(item.get("events").n()) : 1;
        perPartition.merge(item.get("pk").s(), events, Long::sum);
      }
      return BatchWriteItemResponse.builder().build();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      return GetItemResponse.builder().build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      return PutItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
