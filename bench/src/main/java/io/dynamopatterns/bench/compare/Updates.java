package io.dynamopatterns.bench.compare;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Updates of items by several writers: each reads an item, appends to its list and writes it. */
final class Updates {
  static final String LISTS = "lists";

  static final Set<FaultClass> FAULTS =
      EnumSet.of(
          FaultClass.THROTTLING,
          FaultClass.HOT_KEY,
          FaultClass.LOST_ANSWER,
          FaultClass.CONFLICT,
          FaultClass.ZOMBIE,
          FaultClass.DEATH);

  /** The lock client's own default. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private static final int MOST_WRITERS = 20;
  private static final int MOST_APPENDS = 60;
  private static final int APPENDS_OF_A_LIST = 10;
  private static final int ATTEMPTS = 20;
  private static final int MOST_STEPS = 200_000;

  private Updates() {}

  static Workload workload() {
    return new Workload(
        "Update of an item by several writers",
        "update",
        List.of(AppendJudge.LOST, AppendJudge.DOUBLED, AppendJudge.DENIED, AppendJudge.UNKNOWN),
        List.of(AppendJudge.UPDATES),
        List.of(
            contender(true, "`VersionedTable.update`", VersionedTableAppender::new),
            contender(
                false,
                "Enhanced client, again after a failed condition",
                (client, deadline) -> new EnhancedAppender(client, ATTEMPTS)),
            contender(
                false,
                "Enhanced client, a failed condition is the answer",
                (client, deadline) -> new EnhancedAppender(client, 1)),
            Contender.peer("DynamoDB Lock Client", Updates::costOfLock, LockHistories::run)));
  }

  private static Contender contender(
      boolean ours, String name, BiFunction<DynamoDbClient, Deadline, Appender> appender) {
    return new Contender(
        name,
        ours,
        operations -> cost(operations, appender),
        histories ->
            JudgedHistories.run(
                name, FAULTS, histories, (world, findings) -> history(world, findings, appender)));
  }

  private static Cost cost(int appends, BiFunction<DynamoDbClient, Deadline, Appender> made) {
    MeteredService service = new MeteredService(Services.table(LISTS, "pk"));
    Appender appender = made.apply(Services.client(service), Deadline.after(Duration.ofDays(1)));
    append(appender, "first", appends);
    return service.measure(appends, () -> append(appender, "second", appends));
  }

  private static Cost costOfLock(int appends) {
    MeteredService service =
        new MeteredService(Services.table(LISTS, "pk"), Services.table(LockAppender.LOCKS, "pk"));
    try (LockAppender appender = new LockAppender(Services.client(service), LEASE)) {
      append(appender, "first", appends);
      return service.measure(appends, () -> append(appender, "second", appends));
    }
  }

  private static void append(Appender appender, String prefix, int appends) {
    for (int i = 0; i < appends; i++) {
      String list = prefix + i / APPENDS_OF_A_LIST;
      if (appender.append(list, "element" + i) != Appender.Answered.DONE) {
        throw new IllegalStateException("not appended though nothing fails");
      }
    }
  }

  private static void history(
      World world, Findings findings, BiFunction<DynamoDbClient, Deadline, Appender> appender) {
    ModelTable table = WorldTables.create(world, LISTS, "pk");
    AppendJudge judge = new AppendJudge();
    Lambda lambda = new Lambda(world);
    int writers = 2 + world.random().nextInt(MOST_WRITERS - 1);
    int appends = 1 + world.random().nextInt(MOST_APPENDS / writers);
    for (int i = 0; i < writers; i++) {
      String name = "writer" + i;
      lambda.start(
          name,
          invocation -> {
            Appender own = appender.apply(World.client(), invocation.deadline());
            for (int k = 0; k < appends; k++) {
              String element = name + "#" + k;
              judge.answered(element, own.append("list", element));
            }
            return true;
          });
    }
    world.finish(MOST_STEPS);
    judge.judge(AppendJudge.elements(table.items().stream().findFirst()), findings);
  }
}
