package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.kit.MemoryPartitions;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.kit.Stream.Message;
import io.dynamopatterns.eventstore.playback.EventSequence;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.playback.Place;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.Partitions;
import io.dynamopatterns.testkit.SampleLog;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand lines of an access log, in every mode, for every reader. */
class AccessLogIT {
  private static final Instant FOR_EVER = Instant.parse("2030-01-01T00:00:00Z");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyReaderGetsAllLinesInOneOrder(Mode mode) {
    Random random = new Random(11);
    Store store = Store.create(mode, 4);
    Stream stream = new Stream(3);
    Instant arrival = Store.START;
    for (String line : SampleLog.lines()) {
      arrival = arrival.plusMillis(random.nextInt(40) - 5);
      String client = line.substring(0, line.indexOf(' '));
      String shard = "shardId-%012d".formatted(Math.floorMod(client.hashCode(), 3));
      stream.put(shard, arrival, client, line.getBytes(StandardCharsets.UTF_8));
    }

    deliverShuffledAndAgain(store, stream, random);
    store.settle(stream, Duration.ofMinutes(1));

    List<String> byThousand = store.play(1000, null).ids();
    assertThat(byThousand).hasSize(SampleLog.LINES);
    assertThat(Set.copyOf(byThousand))
        .isEqualTo(stream.messages().stream().map(Message::eventId).collect(Collectors.toSet()));
    // Readers of small pages ask ten thousand times: of the same items, in memory.
    Partitions memory = new MemoryPartitions(TestDatabase.scan(store.table));
    assertThat(pages(memory, store, 1)).isEqualTo(byThousand);
    assertThat(pages(memory, store, 7)).isEqualTo(byThousand);
    assertThat(pages(memory, store, 1000)).isEqualTo(byThousand);
  }

  /** The shards by turns, one batch delivered one to three times and in halves. */
  private static void deliverShuffledAndAgain(Store store, Stream stream, Random random) {
    List<String> shards = new ArrayList<>(stream.shards());
    int[] next = new int[shards.size()];
    boolean more = true;
    while (more) {
      int turn = random.nextInt(shards.size());
      List<Message> messages = stream.messages(shards.get(turn));
      int from = next[turn];
      int to = Math.min(messages.size(), from + 100);
      List<Message> batch = messages.subList(from, to);
      if (!batch.isEmpty()) {
        if (random.nextInt(4) == 0) {
          store.ingest(batch.subList(0, 1 + batch.size() / 2));
        }
        store.ingest(batch);
        if (random.nextInt(4) == 0) {
          store.ingest(batch);
        }
        if (random.nextInt(20) == 0) {
          store.pump();
        }
      }
      next[turn] = to;
      more = false;
      for (int i = 0; i < next.length; i++) {
        more |= next[i] < stream.messages(shards.get(i)).size();
      }
    }
  }

  private static List<String> pages(Partitions partitions, Store store, int limit) {
    EventStoreReader reader = new EventStoreReader(partitions, 1, store.clock);
    List<String> ids = new ArrayList<>();
    Optional<Place> place = Optional.empty();
    int read;
    do {
      EventSequence sequence = reader.read(Store.START, FOR_EVER, place, limit, Store.minute());
      read = 0;
      while (read < limit && sequence.hasNext()) {
        Event event = sequence.next();
        ids.add(event.key().eventId());
        read++;
      }
      // As a cursor carries it.
      place = sequence.place().map(Place::text).flatMap(Place::parse);
    } while (read == limit);
    return ids;
  }
}
