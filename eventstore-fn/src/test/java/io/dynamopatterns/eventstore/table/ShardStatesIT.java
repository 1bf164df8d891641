package io.dynamopatterns.eventstore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What others do while a shard registers, between any two of its calls. */
class ShardStatesIT {
  private static final String SECOND = "shardId-000000000001";
  private static final String THIRD = "shardId-000000000002";

  private final Stream stream = new Stream(1);
  private final Store store = Store.create(Mode.DIRECT, 1);
  private final ShardStates states = store.states(TestDatabase.client());

  /** The first one's time is from before a watermark that a reader was given. */
  @Test
  void shardsThatRegisterAtOnceBeginAfterTheWatermarkOfReaders() {
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
    Instant second = store.states(client).active(SECOND, Store.minute()).value().time();

    assertThat(states.find(THIRD).orElseThrow().value().time()).isEqualTo(before.plusSeconds(60));
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
                assertThat(states.find(SECOND).orElseThrow().value().phase())
                    .isEqualTo(ShardState.Phase.CLOSED);
              }
            },
            query -> {});
    ShardState state = store.states(client).active(SECOND, Store.minute()).value();

    assertThat(state.phase()).isEqualTo(ShardState.Phase.ACTIVE);
    assertThat(watermark()).isEqualTo(state.time());
  }

  @Test
  void aShardThatIsClosedWheneverItRegistersFailsItsBatch() {
    store.watermark(stream);
    DynamoDbClient client =
        aroundQueries(
            query -> {
              if (query % 2 == 0) {
                store.clock.advance(Duration.ofMinutes(1));
                store.watermark(stream);
              }
            },
            query -> {});

    assertThatThrownBy(() -> store.states(client).active(SECOND, Store.minute()))
        .isInstanceOf(NotDoneException.class)
        .hasMessageContaining("shard " + SECOND + " was closed each of 5 times");
  }

  /**
   * A query is not a snapshot. It has passed the place of the second shard when that registers with
   * the time of the third one, and comes to the third one when that has moved on.
   */
  @Test
  void aShardThatRegistersWhileTheStatesAreReadIsNotPassed() {
    store.watermark(stream);
    states.active(THIRD, Store.minute());
    advance("shardId-000000000000");

    AtomicInteger queries = new AtomicInteger();
    DynamoDbClient client =
        answeringQueries(
            answer -> {
              if (queries.incrementAndGet() > 1) {
                return answer;
              }
              states.active(SECOND, Store.minute());
              advance(THIRD);
              QueryResponse later =
                  TestDatabase.client()
                      .query(
                          query ->
                              query
                                  .tableName(store.table)
                                  .keyConditionExpression("pk = :pk AND sk >= :third")
                                  .expressionAttributeValues(
                                      Map.of(
                                          ":pk", AttributeValue.fromS("shards"),
                                          ":third", AttributeValue.fromS(THIRD))));
              List<Map<String, AttributeValue>> items = new ArrayList<>(answer.items());
              items.removeIf(item -> item.get("sk").s().compareTo(THIRD) >= 0);
              items.addAll(later.items());
              return answer.toBuilder().items(items).build();
            });
    Instant given = store.states(client).watermark(Store.minute()).time();

    assertThat(given).isBeforeOrEqualTo(states.find(SECOND).orElseThrow().value().time());
  }

  private void advance(String shard) {
    states.advance(states.find(shard).orElseThrow(), Store.START.plusSeconds(50), Store.minute());
  }

  private Instant watermark() {
    return states.watermark(Store.minute()).time();
  }

  private interface Meanwhile {
    void at(int query);
  }

  /** A client whose answers to queries are changed on their way. */
  private static DynamoDbClient answeringQueries(UnaryOperator<QueryResponse> change) {
    return proxy(
        (method, call) -> {
          Object answer = call.get();
          return method.equals("query") ? change.apply((QueryResponse) answer) : answer;
        });
  }

  /** A client around whose queries something else happens; they count from 1. */
  private static DynamoDbClient aroundQueries(Meanwhile before, Meanwhile after) {
    AtomicInteger queries = new AtomicInteger();
    return proxy(
        (method, call) -> {
          int number = method.equals("query") ? queries.incrementAndGet() : 0;
          before.at(number);
          try {
            return call.get();
          } finally {
            after.at(number);
          }
        });
  }

  private static DynamoDbClient proxy(BiFunction<String, Supplier<Object>, Object> around) {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) ->
                around.apply(method.getName(), () -> invoke(method, arguments)));
  }

  private static Object invoke(Method method, Object[] arguments) {
    try {
      return method.invoke(TestDatabase.client(), arguments);
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
