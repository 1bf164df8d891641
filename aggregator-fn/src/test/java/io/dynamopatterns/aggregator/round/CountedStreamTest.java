package io.dynamopatterns.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountedStreamTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void onlyEventsOnBothSidesOfThePositionSkipItAndOnlyIfNoneIsAtIt() {
    CountedStream counted = CountedStream.NONE.with(event("20"));

    assertThat(counted.isSkippedBy(events("19", "21"))).isTrue();
    assertThat(counted.isSkippedBy(events("19", "20", "21"))).isFalse();
    assertThat(counted.isSkippedBy(events("18", "19"))).as("delivered again").isFalse();
    assertThat(counted.isSkippedBy(events("21", "22"))).as("new").isFalse();
  }

  private static List<StreamedEvent> events(String... sequenceNumbers) {
    return Stream.of(sequenceNumbers).map(CountedStreamTest::event).toList();
  }

  private static StreamedEvent event(String sequenceNumber) {
    return new StreamedEvent(null, "label", sequenceNumber, NOON);
  }
}
