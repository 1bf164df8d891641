package io.dynamopatterns.eventstore.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.event.Slot;
import io.dynamopatterns.eventstore.kit.MemoryPartitions;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.table.EventItems;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EventStoreReaderTest {
  private static final int EVENTS = 100_000;
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  /** Page by page, as callers read: however long the span, what is held is bounded. */
  @ParameterizedTest
  @CsvSource({"1, 4", "1, 32", "100, 4"})
  void aHundredThousandEventsAreReadInBoundedMemory(int eventsPerItem, int shards) {
    MemoryPartitions partitions = partitions(eventsPerItem, shards);
    EventStoreReader reader = new EventStoreReader(partitions, eventsPerItem, Clock.systemUTC());
    Optional<Place> place = Optional.empty();
    int read = 0;
    int held = 0;
    String last = "";
    int page;
    do {
      EventSequence sequence =
          reader.read(
              Store.START, Store.START.plus(Duration.ofHours(2)), place, 1000, Store.minute());
      for (page = 0; page < 1000 && sequence.hasNext(); page++) {
        held = Math.max(held, sequence.held());
        String key = sequence.next().key().text();
        assertThat(key.compareTo(last)).isPositive();
        last = key;
      }
      read += page;
      place = sequence.place();
    } while (page == 1000);
    assertThat(read).isEqualTo(EVENTS);
    assertThat(held).isLessThanOrEqualTo(3_000);
  }

  private static MemoryPartitions partitions(int eventsPerItem, int shards) {
    EventItems items = new EventItems(Duration.ZERO);
    List<Map<String, AttributeValue>> stored = new ArrayList<>();
    for (int from = 0; from < EVENTS; from += eventsPerItem) {
      List<Event> events = new ArrayList<>();
      for (int i = from; i < from + eventsPerItem; i++) {
        Instant time = Store.START.plusMillis(50L * i);
        String sequence = FIRST.add(BigInteger.valueOf(i)).toString();
        events.add(
            new Event(EventKey.of(time, "shardId-0", sequence), time, "k", new byte[] {'x'}));
      }
      Instant slot =
          Instant.ofEpochSecond(events.getFirst().key().time().getEpochSecond() / 3600 * 3600);
      stored.addAll(items.items(Slot.partition(slot, from / eventsPerItem % shards), events));
    }
    for (int hour = 0; hour < 2; hour++) {
      stored.add(
          Map.of(
              "pk", AttributeValue.fromS("slots"),
              "sk", AttributeValue.fromS(Slot.text(Store.START.plusSeconds(3600L * hour))),
              "shards", AttributeValue.fromN(Integer.toString(shards))));
    }
    return new MemoryPartitions(stored);
  }
}
