package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.bench.compare.SourceItems.Follower;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An entry for every change of a table. */
final class Recording {
  static final String MISSING = "change missing";
  static final String DOUBLED = "change twice";
  static final String WRONG = "entry of no change";
  private static final String CHANGES = "changes";
  private static final int ITEMS = 50;

  /**
   * What an entry says of a change.
   *
   * @param partition under which the entry is stored
   * @param image the item after the change
   */
  private record Kept(
      String partition, String eventName, Attribute version, Map<String, Attribute> image) {
    static Kept of(ModelChange change, UnaryOperator<String> partitions) {
      Map<String, Attribute> image = change.after().orElseThrow();
      return new Kept(
          partitions.apply(WorldTables.text(image, "pk").orElseThrow()),
          change.eventName(),
          image.get("version"),
          image);
    }

    static Kept of(Map<String, Attribute> entry) {
      return new Kept(
          WorldTables.text(entry, "pk").orElseThrow(),
          WorldTables.text(entry, "eventName").orElseThrow(),
          entry.get("version"),
          entry.get("newImage") instanceof Attribute.M image ? image.entries() : Map.of());
    }
  }

  private Recording() {}

  static Workload workload() {
    return new Workload(
        "Every change of a table kept",
        "change",
        List.of(MISSING, DOUBLED, WRONG),
        List.of(CHANGES),
        List.of(
            contender(true, "history", Histories::byRecorder, Histories::partition),
            contender(
                false,
                "record by record, `PutItem`",
                (client, event, call) -> Histories.byPut(client, event),
                UnaryOperator.identity()),
            contender(
                false,
                "`BatchWriteItem`",
                (client, event, call) -> Histories.byBatch(client, event),
                UnaryOperator.identity())));
  }

  /**
   * @param partitions the partition of the entries of an item
   */
  private static Contender contender(
      boolean ours, String name, Follower keeper, UnaryOperator<String> partitions) {
    return new Contender(
        name,
        ours,
        changes -> cost(changes, keeper),
        histories ->
            JudgedHistories.run(
                name,
                Streams.faults(FaultClass.DEAD_LETTERS),
                histories,
                (world, findings) -> history(world, findings, keeper, partitions)));
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

  private static void history(
      World world, Findings findings, Follower keeper, UnaryOperator<String> partitions) {
    ModelTable history = WorldTables.create(world, Histories.HISTORY, "pk", "sk");
    judge(SourceItems.follow(world, keeper), history, partitions, findings);
  }

  /** Looks for the one entry of each change, with its whole image, where it is looked up. */
  static void judge(
      ModelTable source, ModelTable history, UnaryOperator<String> partitions, Findings findings) {
    List<Kept> entries = new ArrayList<>();
    for (Map<String, Attribute> item : history.items()) {
      if (item.containsKey("eventName")) {
        entries.add(Kept.of(item));
      }
    }
    findings.judged(CHANGES, source.changes().size());
    for (ModelChange change : source.changes()) {
      Kept expected = Kept.of(change, partitions);
      long before = entries.size();
      entries.removeIf(expected::equals);
      long times = before - entries.size();
      findings.found(MISSING, times == 0 ? 1 : 0);
      findings.found(DOUBLED, Math.max(0, times - 1));
    }
    findings.found(WRONG, entries.size());
  }
}
