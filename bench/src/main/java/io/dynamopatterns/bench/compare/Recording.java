package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.bench.compare.SourceItems.Follower;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An entry for every change of a table. */
final class Recording {
  private static final String MISSING = "change missing";
  private static final String DOUBLED = "change twice";
  private static final String CHANGES = "changes";
  private static final int ITEMS = 50;

  private Recording() {}

  static Workload workload() {
    return new Workload(
        "Every change of a table kept",
        "change",
        List.of(MISSING, DOUBLED),
        List.of(CHANGES),
        List.of(
            contender(true, "history", Histories::byRecorder),
            contender(
                false,
                "record by record, `PutItem`",
                (client, event, call) -> Histories.byPut(client, event)),
            contender(
                false,
                "`BatchWriteItem`",
                (client, event, call) -> Histories.byBatch(client, event))));
  }

  private static Contender contender(boolean ours, String name, Follower keeper) {
    return new Contender(
        name,
        ours,
        changes -> cost(changes, keeper),
        histories ->
            JudgedHistories.run(
                name,
                Streams.faults(FaultClass.DEAD_LETTERS),
                histories,
                (world, findings) -> history(world, findings, keeper)));
  }

  private static Cost cost(int changes, Follower keeper) {
    MeteredService service = new MeteredService(Services.table(Histories.HISTORY, "pk", "sk"));
    DynamoDbClient client = Services.client(service);
    BatchFunction<DynamodbEvent> function = (event, call) -> keeper.handle(client, event, call);
    return Streams.cost(
        service,
        SourceItems.changes(2 * changes, ITEMS),
        batches -> Streams.handle(batches, function));
  }

  private static void history(World world, Findings findings, Follower keeper) {
    ModelTable history = WorldTables.create(world, Histories.HISTORY, "pk", "sk");
    judge(SourceItems.follow(world, keeper), history, findings);
  }

  private static void judge(ModelTable source, ModelTable history, Findings findings) {
    Set<List<Object>> changes = new HashSet<>();
    int entries = 0;
    for (Map<String, Attribute> item : history.items()) {
      if (item.containsKey("eventName")) {
        entries++;
        changes.add(List.of(item.get("pk"), item.get("version")));
      }
    }
    findings.judged(CHANGES, source.changes().size());
    findings.found(MISSING, source.changes().size() - changes.size());
    findings.found(DOUBLED, entries - changes.size());
  }
}
