package io.dynamopatterns.operations.catalog;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.aggregator.GroupsList;
import io.dynamopatterns.operations.aggregator.GroupsMembers;
import io.dynamopatterns.operations.aggregator.GroupsRejected;
import io.dynamopatterns.operations.aggregator.GroupsShow;
import io.dynamopatterns.operations.deploy.DeployCheck;
import io.dynamopatterns.operations.deploy.Status;
import io.dynamopatterns.operations.deploy.VersionsPrune;
import io.dynamopatterns.operations.events.EventsPlay;
import io.dynamopatterns.operations.events.EventsWatermark;
import io.dynamopatterns.operations.failed.FailedList;
import io.dynamopatterns.operations.failed.FailedRetry;
import io.dynamopatterns.operations.failed.FailedShow;
import io.dynamopatterns.operations.history.HistoryAsOf;
import io.dynamopatterns.operations.history.HistoryBackfill;
import io.dynamopatterns.operations.history.HistoryDiff;
import io.dynamopatterns.operations.history.HistoryRestore;
import io.dynamopatterns.operations.history.HistoryVersions;
import io.dynamopatterns.operations.logs.Logs;
import io.dynamopatterns.operations.periodic.PeriodsList;
import io.dynamopatterns.operations.periodic.PeriodsMembers;
import io.dynamopatterns.operations.periodic.PeriodsRejected;
import io.dynamopatterns.operations.periodic.PeriodsShow;
import io.dynamopatterns.operations.subscribers.DeadLetters;
import io.dynamopatterns.operations.subscribers.SubscriberPause;
import io.dynamopatterns.operations.subscribers.SubscriberRedrive;
import io.dynamopatterns.operations.subscribers.SubscriberReplay;
import io.dynamopatterns.operations.subscribers.SubscribersList;
import io.dynamopatterns.operations.tables.TablesGet;
import io.dynamopatterns.operations.tables.TablesList;
import io.dynamopatterns.operations.tables.TablesPut;
import io.dynamopatterns.operations.tables.TablesQuery;
import io.dynamopatterns.operations.tables.TablesScan;
import io.dynamopatterns.operations.work.WorkChange;
import io.dynamopatterns.operations.work.WorkList;
import io.dynamopatterns.operations.work.WorkShow;
import io.dynamopatterns.operations.work.WorkSubmit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every operation, by name. */
public final class Operations {
  private static final List<Operation<?>> ALL =
      List.of(
          new Status(),
          new TablesList(),
          new TablesScan(),
          new TablesQuery(),
          new TablesGet(),
          new TablesPut(),
          new HistoryVersions(),
          new HistoryAsOf(),
          new HistoryDiff(),
          new HistoryRestore(),
          new HistoryBackfill(),
          new GroupsList(),
          new GroupsShow(),
          new GroupsMembers(),
          new GroupsRejected(),
          new PeriodsList(),
          new PeriodsShow(),
          new PeriodsMembers(),
          new PeriodsRejected(),
          new WorkSubmit(),
          new WorkList(),
          new WorkShow(),
          WorkChange.RETRY,
          WorkChange.CANCEL,
          WorkChange.PAUSE,
          WorkChange.RESUME,
          new EventsPlay(),
          new EventsWatermark(),
          new SubscribersList(),
          new DeadLetters(),
          SubscriberPause.PAUSE,
          SubscriberPause.RESUME,
          new SubscriberRedrive(),
          new SubscriberReplay(),
          new FailedList(),
          new FailedShow(),
          new FailedRetry(),
          new Logs(),
          new VersionsPrune(),
          new DeployCheck());

  /** What the verbs of a group are about. */
  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("history", "Versions of items: read, compare, restore, take a first snapshot."),
          Map.entry("groups", "Groups of the aggregator: open, complete, expired."),
          Map.entry("periods", "Periods and digests of the periodic aggregator."),
          Map.entry("tables", "Tables and items."),
          Map.entry("versions", "Versions of functions."),
          Map.entry("deploy", "What an apply has made."),
          Map.entry("work", "Work of the processor."),
          Map.entry("events", "Events of the event store."),
          Map.entry("subscribers", "Subscribers of the fan-out."),
          Map.entry("failed", "Records that event source mappings gave up on."));

  private Operations() {}

  /** All of them, in the order of the help. */
  public static List<Operation<?>> all() {
    return ALL;
  }

  /**
   * The operation of this name.
   *
   * @throws OperationException if there is none
   */
  public static Operation<?> named(String name) {
    Map<String, Operation<?>> byName = new LinkedHashMap<>();
    ALL.forEach(operation -> byName.put(operation.name(), operation));
    Operation<?> found = byName.get(name);
    if (found == null) {
      throw OperationException.request(
          "there is no operation '%s': there are %s", name, String.join(", ", byName.keySet()));
    }
    return found;
  }

  /** What the verbs of a group are about. */
  public static String group(String name) {
    return GROUPS.get(name);
  }

  /**
   * Runs an operation, or only says what it would do.
   *
   * @param dryRun whether a change ends with its plan
   */
  public static <Q extends Record> OperationResult run(
      Operation<Q> operation, Q request, Session session, boolean dryRun) {
    if (operation instanceof ChangeOperation<Q> change) {
      ChangePlan plan = change.plan(request, session);
      return dryRun ? plan.preview() : plan.action().get();
    }
    return ((ReadOperation<Q>) operation).run(request, session);
  }
}
