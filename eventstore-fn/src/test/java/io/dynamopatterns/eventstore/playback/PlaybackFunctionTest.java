package io.dynamopatterns.eventstore.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.kit.Actors;
import io.dynamopatterns.eventstore.kit.Actors.Actor;
import io.dynamopatterns.eventstore.kit.Actors.Fate;
import io.dynamopatterns.eventstore.kit.MemoryDynamoDb;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class PlaybackFunctionTest {
  private final Store store = Store.inMemory(Mode.DIRECT);
  private final MemoryDynamoDb database = new MemoryDynamoDb(store.buffer);

  /** Before the store begins there is no secret, and a cursor without it is refused afterwards. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPageDuringWhichTheStoreBeginsHasNoEventsAndNoCursor(boolean pastWatermark) {
    Map<String, Object> request = new HashMap<>();
    request.put("operation", "list");
    request.put("limit", 1);
    request.put("pastWatermark", pastWatermark);
    List<Map<String, Object>> answers = new ArrayList<>();
    Actor reader = new Actors(database).start(client -> answers.add(ask(client, request)));
    assertThat(reader.next()).isEqualTo("getItem");
    reader.step(Fate.LIVES);

    storeTwoEvents();
    while (!reader.hasEnded()) {
      reader.step(Fate.LIVES);
    }

    assertThat(answers)
        .singleElement()
        .satisfies(page -> assertThat(page).containsEntry("count", 0).doesNotContainKey("next"));
    Map<String, Object> first = ask(database, request);
    request.put("next", first.get("next"));
    assertThat(first).containsEntry("count", 1).containsKey("next");
    assertThat(ask(database, request)).containsEntry("count", 1);
  }

  /** The watermark passes both. */
  private void storeTwoEvents() {
    Stream stream = new Stream(1);
    for (int i = 0; i < 2; i++) {
      stream.put(stream.shards().getFirst(), Store.START.plusMillis(i), "k", new byte[] {'x'});
    }
    assertThat(store.ingest(database, stream.messages()).getBatchItemFailures()).isEmpty();
    for (int i = 0; i < 2; i++) {
      store.clock.advance(Duration.ofMinutes(20));
      store.run(
          telemetry ->
              store
                  .watermark(database, stream.by(store.clock))
                  .advance(Map.of(), Store.minute(), telemetry));
    }
  }

  private Map<String, Object> ask(DynamoDbClient client, Map<String, Object> request) {
    return store.run(
        telemetry -> store.playback(client).answer(request, Store.minute(), telemetry));
  }
}
