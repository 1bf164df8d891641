package io.dynamopatterns.eventstore.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.kit.Database;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What others do while a shard registers, between any two of its calls. */
class ShardStatesIT {
  private static final String SECOND = "shardId-000000000001";
  private static final String THIRD = "shardId-000000000002";

  private final Stream stream = new Stream(1);
  private final Store store = Store.create(Mode.DIRECT, 1);
  private final ShardStates states = store.states(Database.client());

  /** The first one's time is from before a watermark that a reader was told. */
  @Test
  void shardsThatRegisterAtOnceBeginBehindWhatReadersWereTold() {
    store.watermark(stream);
    Instant before = watermark();
    DynamoDbClient client =
        aroundQueries(
            query -> {
              if (query == 2) {
                states.active(THIRD, Store.minute());
              }
            },
            query -> {
              if (query == 1) {
                store.clock.advance(Duration.ofMinutes(1));
                store.watermark(stream);
                assertThat(watermark()).isEqualTo(before.plusSeconds(60));
              }
            });
    Instant second = store.states(client).active(SECOND, Store.minute()).state().time();

    assertThat(states.find(THIRD).orElseThrow().state().time()).isEqualTo(before.plusSeconds(60));
    assertThat(second).isEqualTo(before.plusSeconds(60));
  }

  /** The watermark's function has listed the shards before this one was there. */
  @Test
  void aShardThatIsClosedWhileItRegistersRegistersAnew() {
    store.watermark(stream);
    DynamoDbClient client =
        aroundQueries(
            query -> {
              if (query == 2) {
                store.clock.advance(Duration.ofMinutes(1));
                store.watermark(stream);
                assertThat(states.find(SECOND).orElseThrow().state().phase())
                    .isEqualTo(ShardState.Phase.CLOSED);
              }
            },
            query -> {});
    ShardState state = store.states(client).active(SECOND, Store.minute()).state();

    assertThat(state.phase()).isEqualTo(ShardState.Phase.ACTIVE);
    assertThat(watermark()).isEqualTo(state.time());
  }

  private Instant watermark() {
    return states.watermark(Store.minute()).time();
  }

  private interface Meanwhile {
    void at(int query);
  }

  /** A client around whose queries something else happens; they count from 1. */
  private static DynamoDbClient aroundQueries(Meanwhile before, Meanwhile after) {
    AtomicInteger queries = new AtomicInteger();
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> {
              boolean query = method.getName().equals("query");
              int number = query ? queries.incrementAndGet() : 0;
              before.at(number);
              try {
                return method.invoke(Database.client(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                after.at(number);
              }
            });
  }
}
