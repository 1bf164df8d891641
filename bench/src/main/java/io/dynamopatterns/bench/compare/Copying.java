package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.sim.dynamodb.table.Change;
import io.dynamopatterns.sim.dynamodb.table.ItemKey;
import io.dynamopatterns.sim.dynamodb.table.Table;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.Tables;
import io.dynamopatterns.sim.run.World;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A copy of a table that follows its stream. Records that a mapping gives up are delivered again at
 * the end, as an operator does.
 */
final class Copying {
  private static final String LOST = "last state missing";
  private static final String BACK = "went back";
  private static final String SOURCE = "source";
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;
  private static final int ITEMS = 50;

  /** A function of one contender. */
  private interface Copier {
    StreamsEventResponse copy(DynamoDbClient client, DynamodbEvent event, Call call);
  }

  private Copying() {}

  static Workload workload() {
    return new Workload(
        "Copy of a table by its stream",
        "change",
        List.of(LOST, BACK),
        List.of(
            contender(true, "`StreamBatch`, `IdempotentPut.ifNewer`", Copies::ifNewer),
            contender(
                false,
                "record by record, `PutItem`",
                (client, event, call) -> Copies.byPut(client, event)),
            contender(
                false,
                "record by record, `PutItem` if newer",
                (client, event, call) -> Copies.byConditionalPut(client, event))));
  }

  private static Contender contender(boolean ours, String name, Copier copier) {
    return new Contender(
        name,
        ours,
        changes -> cost(changes, copier),
        histories ->
            JudgedHistories.run(
                name,
                Streams.faults(FaultClass.DEAD_LETTERS),
                histories,
                (world, findings) -> history(world, findings, copier)));
  }

  private static Cost cost(int changes, Copier copier) {
    MeteredService service = new MeteredService(Services.table(Copies.COPY, "pk"));
    DynamoDbClient client = Services.client(service);
    BatchFunction<DynamodbEvent> function = (event, call) -> copier.copy(client, event, call);
    Table source = Services.table(SOURCE, "pk");
    for (int i = 0; i < 2 * changes; i++) {
      change(source, World.START, "item" + i % ITEMS);
    }
    List<DynamodbEvent> changed =
        Streams.table(new TableStream(source.stream()), record -> true);
    return Streams.cost(service, changed, batches -> Streams.handle(batches, function));
  }

  private static void history(World world, Findings findings, Copier copier) {
    Table source = Tables.create(world, SOURCE, "pk");
    Table copy = Tables.create(world, Copies.COPY, "pk");
    StreamMapping<DynamodbEvent> mapping =
        new StreamMapping<>(
                world,
                "copy",
                new TableStream(source.stream()),
                DynamodbEvent.class,
                record -> true,
                (event, invocation) ->
                    copier.copy(
                        World.client(),
                        event,
                        new Call(invocation.deadline(), invocation.telemetry())))
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
    judge(source, copy, findings);
  }

  /** Writes the next version of an item. Writers of the source meet no faults. */
  private static void change(Table source, Instant time, String item) {
    ItemKey key = source.keys().ofItem(Map.of("pk", new Attribute.S(item)));
    BigDecimal version = source.find(key).map(Copying::version).orElse(BigDecimal.ZERO);
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
                new Attribute.S("x".repeat(200)))),
        false);
  }

  private static void judge(Table source, Table copy, Findings findings) {
    findings.judged(source.changes().size());
    for (Map<String, Attribute> item : source.items()) {
      Optional<BigDecimal> copied = copy.find(source.keys().ofItem(item)).map(Copying::version);
      if (copied.filter(version -> version.compareTo(version(item)) == 0).isEmpty()) {
        findings.found(LOST, 1);
      }
    }
    for (Change change : copy.changes()) {
      if (change.before().isPresent()
          && version(change.after().orElseThrow())
                  .compareTo(version(change.before().orElseThrow()))
              < 0) {
        findings.found(BACK, 1);
      }
    }
  }

  private static BigDecimal version(Map<String, Attribute> item) {
    return ((Attribute.N) item.get("version")).value();
  }
}
