package io.dynamopatterns.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardLaneTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final MappingSpec SPEC =
      new MappingSpec(
          "mapping",
          new MappingSpec.TableStream(
              "orders", "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/label"),
          "handler",
          100,
          Duration.ZERO,
          1,
          Optional.of(2),
          Optional.empty(),
          false,
          true,
          List.of(),
          Optional.empty(),
          true,
          true);

  @Test
  void largeRecordsAreNotTakenInWhileAFullEventOfThemWaits() throws Exception {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    ShardLane lane =
        new ShardLane(
            SPEC,
            new BatchDelivery(
                SPEC,
                new NoShards(),
                "shard-1",
                event -> {
                  events.add(event);
                  return "{}";
                },
                discard -> {},
                MappingPace.virtual(new VirtualClock(NOW)),
                new MappingStats()),
            done -> {});
    lane.offer(List.of(large("1"), large("2")));

    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    lane.offer(List.of(large("3")));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (reader.getState() != Thread.State.WAITING) {
      assertThat(reader.isAlive()).as("the reader waits for room").isTrue();
      Thread.onSpinWait();
    }
    lane.deliverNext();
    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    lane.drain();

    assertThat(events).containsExactly(eventOf("1"), eventOf("2"), eventOf("3"));
  }

  private static String eventOf(String sequenceNumber) {
    return BatchEvent.event(List.of(large(sequenceNumber)));
  }

  private static SourceRecord large(String sequenceNumber) {
    return SourceRecord.of(
        sequenceNumber,
        "a",
        NOW,
        JsonNodeFactory.instance
            .objectNode()
            .put("sequenceNumber", sequenceNumber)
            .put("filler", "x".repeat(ShardLane.MAX_EVENT_BYTES / 2)));
  }

  private record NoShards() implements StreamSource {
    @Override
    public StreamKind kind() {
      return StreamKind.DYNAMODB;
    }

    @Override
    public String arn() {
      return SPEC.source().arn();
    }

    @Override
    public List<Shard> open(boolean fromTrimHorizon) {
      return List.of();
    }
  }
}
