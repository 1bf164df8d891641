package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The items of a table whose stream is followed. Writers of them meet no faults. */
final class SourceItems {
  private static final String TEXT = "x".repeat(200);

  static final String SOURCE = "source";
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;

  /** A function that is given the changes. */
  interface Follower {
    StreamsEventResponse handle(DynamoDbClient client, DynamodbEvent event, Call call);
  }

  private SourceItems() {}

  /** Writes the next version of an item. */
  static void change(ModelTable source, Instant time, String item) {
    ModelKey key = source.keys().ofItem(Map.of("pk", new Attribute.S(item)));
    BigDecimal version = source.find(key).map(SourceItems::version).orElse(BigDecimal.ZERO);
    source.write(
        time,
        key,
        Optional.of(
            Map.of(
                "pk",
                new Attribute.S(item),
                "version",
                new Attribute.N(version.add(BigDecimal.ONE).stripTrailingZeros()),
                "text",
                new Attribute.S(TEXT))),
        false);
  }

  static BigDecimal version(Map<String, Attribute> item) {
    return ((Attribute.N) item.get("version")).value();
  }

  /** Changes as their stream delivers them. */
  static List<DynamodbEvent> changes(int changes, int items) {
    ModelTable source = Services.table(SOURCE, "pk");
    for (int i = 0; i < changes; i++) {
      change(source, World.START, "item" + i % items);
    }
    return Streams.table(new TableStream(source.stream()), record -> true);
  }

  /**
   * Changes items while a function follows them. Records that its mapping gives up are delivered
   * again at the end, as an operator does.
   */
  static ModelTable follow(World world, Follower follower) {
    ModelTable source = WorldTables.create(world, SOURCE, "pk");
    StreamMapping<DynamodbEvent> mapping =
        Streams.mapping(
                world,
                "follow",
                new TableStream(source.stream()),
                DynamodbEvent.class,
                record -> true,
                (event, call) -> follower.handle(World.client(), event, call))
            .givingUp();
    while (world.continues(STEPS)) {
      mapping.follow();
      Environment.reshard(world, source);
      if (world.once(6)) {
        change(source, world.clock().instant(), "item" + world.random().nextInt(3));
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    mapping.redrive();
    world.finish(MOST_STEPS);
    return source;
  }
}
