package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.bench.compare.SourceItems.Follower;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A copy of a table that follows its stream. */
final class Copying {
  private static final String LOST = "last state missing";
  private static final String BACK = "went back";
  private static final String COPIES = "items";
  private static final String CHANGES = "changes";
  private static final int ITEMS = 50;

  private Copying() {}

  static Workload workload() {
    return new Workload(
        "Copy of a table by its stream",
        "change",
        List.of(LOST, BACK),
        List.of(COPIES, CHANGES),
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

  private static Contender contender(boolean ours, String name, Follower copier) {
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

  private static Cost cost(int changes, Follower copier) {
    MeteredService service = new MeteredService(Services.table(Copies.COPY, "pk"));
    DynamoDbClient client = Services.client(service);
    BatchFunction<DynamodbEvent> function = (event, call) -> copier.handle(client, event, call);
    return Streams.cost(
        service,
        SourceItems.changes(2 * changes, ITEMS),
        batches -> Streams.handle(batches, function));
  }

  private static void history(World world, Findings findings, Follower copier) {
    ModelTable copy = WorldTables.create(world, Copies.COPY, "pk");
    judge(SourceItems.follow(world, copier), copy, findings);
  }

  private static void judge(ModelTable source, ModelTable copy, Findings findings) {
    findings.judged(COPIES, source.items().size());
    findings.judged(CHANGES, source.changes().size());
    for (Map<String, Attribute> item : source.items()) {
      Optional<BigDecimal> copied = copy.find(source.keys().ofItem(item)).map(SourceItems::version);
      if (copied.filter(version -> version.compareTo(SourceItems.version(item)) == 0).isEmpty()) {
        findings.found(LOST, 1);
      }
    }
    for (ModelChange change : copy.changes()) {
      if (change.before().isPresent()
          && SourceItems.version(change.after().orElseThrow())
                  .compareTo(SourceItems.version(change.before().orElseThrow()))
              < 0) {
        findings.found(BACK, 1);
      }
    }
  }
}
