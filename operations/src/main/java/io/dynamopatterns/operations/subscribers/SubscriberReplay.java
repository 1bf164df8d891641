package io.dynamopatterns.operations.subscribers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.subscribers.Subscribers.Subscriber;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends past changes of the history to one subscriber again. */
@OperationInfo(
    name = "subscribers replay",
    summary = "Sends past changes from the history to one subscriber again.",
    examples = {
      "subscribers replay all --key /hello",
      "subscribers replay all --from -2h --to -1h --dry-run"
    })
public final class SubscriberReplay implements ChangeOperation<SubscriberReplay.Request> {
  private static final List<String> COUNTS =
      List.of("read", "filtered", "matched", "sent", "refused", "baselines");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** What to whom. */
  public record Request(
      @Param(value = "Name of the subscriber.", positional = true) String subscriber,
      @Param("Key of one item: VALUE, or NAME=VALUE for each key attribute. Can be repeated.")
          List<String> key,
      @Param("The first time. Without a key it must be given, and all items are read.")
          Optional<Instant> from,
      @Param("The time where it ends. Default: now.") Optional<Instant> to,
      @Param(
              "Name of the replay, which its messages carry. The same name sends nothing twice"
                  + " within five minutes. Default: the time.")
          Optional<String> replay,
      @Param(value = "The most changes per second. Default: 100.", min = 1, max = 999_999)
          Optional<Integer> perSecond) {}

  /** How many changes were read, matched and sent. */
  public record Counts(String subscriber, String replay, boolean dryRun, Map<String, Long> changes)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("SUBSCRIBER", "REPLAY", "CHANGES", "COUNT");
      changes.forEach((name, count) -> table.row(subscriber, replay, name, count));
      return dryRun ? table.note("nothing was sent: what matched would be") : table;
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    TimeParser.requireOrder(request.from(), request.to());
    Subscriber subscriber = Subscribers.named(request.subscriber(), session);
    if (request.key().isEmpty() && request.from().isEmpty()) {
      throw OperationException.request("name an item with --key, or a time with --from");
    }
    Instant now = session.times().clock().instant();
    String replay = request.replay().orElseGet(() -> NAME.format(now));
    ObjectNode call =
        Json.object()
            .put("operation", "replay")
            .put("subscriber", subscriber.name())
            .put("replay", replay);
    if (!request.key().isEmpty()) {
      String dispatch = session.deployment().function(Pattern.FANOUT, "dispatch");
      String table = session.deployment().settings(dispatch).get("FANOUT_TABLE");
      call.set("key", TableKey.json(TableKey.of(Items.table(session, table)).parse(request.key())));
    }
    request.from().ifPresent(from -> call.put("from", from.toString()));
    request
        .to()
        .or(() -> request.from().map(any -> now))
        .ifPresent(to -> call.put("to", to.toString()));
    request.perSecond().ifPresent(rate -> call.put("changesPerSecond", rate));
    return new ChangePlan(
        new Counts(
            subscriber.name(), replay, true, all(call.deepCopy().put("dryRun", true), session)),
        () -> new Counts(subscriber.name(), replay, false, all(call, session)));
  }

  /** Calls the function until it is done. */
  private static Map<String, Long> all(ObjectNode call, Session session) {
    Map<String, Long> counts = new LinkedHashMap<>();
    while (true) {
      JsonNode answer = session.invoke(Pattern.FANOUT, "replay", call);
      for (String name : COUNTS) {
        if (answer.has(name)) {
          counts.merge(name, answer.path(name).asLong(), Long::sum);
        }
      }
      String next = answer.path("next").textValue();
      if (next == null) {
        return counts;
      }
      session.progress().report("%,d changes read".formatted(counts.getOrDefault("read", 0L)));
      call.put("next", next);
    }
  }
}
