package io.dynamopatterns.operations.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TimeParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;

/**
 * Plays events back in their order: page by page to the caller, or to a stream or queue, which is
 * work of the processor.
 */
@OperationInfo(
    name = "events play",
    summary = "Plays events back in order: to the terminal, a queue or a stream.",
    examples = {
      "events play --from 10:00 --to 11:00",
      "events play --from -10m --follow",
      "events play --from 10:00 --speed 10",
      "events play --from 10:00 --to-queue playback.fifo --per-second 200"
    },
    destructive = false)
public final class EventsPlay implements ChangeOperation<EventsPlay.Request> {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("'playback-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Pacer.Sleep sleep;

  public EventsPlay() {
    this(Thread::sleep);
  }

  EventsPlay(Pacer.Sleep sleep) {
    this.sleep = sleep;
  }

  /** Which events, to whom, and how fast. */
  public record Request(
      @Param("The first time. Default: the beginning.") Optional<Instant> from,
      @Param("The time where it ends. Default: where the store is complete.") Optional<Instant> to,
      @Param(value = "The most events of a page.", otherwise = "100", min = 1, max = 1000)
          int limit,
      @Param("Where the previous page ended.") Optional<String> next,
      @Param("How many times as fast as the events arrived, such as 10 or 0.5. Default: at once.")
          Optional<String> speed,
      @Param("Continue with the next pages, and wait for new events at the end.") boolean follow,
      @Param("Continue where the store is perhaps not complete yet.") boolean pastWatermark,
      @Param("FIFO queue to play to, one of those that Terraform has set up for it.")
          Optional<String> toQueue,
      @Param("Kinesis stream to play to, one of those that Terraform has set up for it.")
          Optional<String> toStream,
      @Param(
              value =
                  "To a queue or stream: the most events per second. Default: as many as it takes.",
              min = 1,
              max = 999_999)
          Optional<Integer> perSecond,
      @Param(
              "To a queue or stream: the id of the work, which is submitted once. Default: a new"
                  + " one.")
          Optional<String> id) {
    Optional<String> target() {
      return toQueue.or(() -> toStream);
    }
  }

  /** A playback to a stream or queue as it was submitted, or would be. */
  public record Playback(String id, JsonNode input, String outcome) implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("WORK", "INPUT").row(id, input).note(outcome);
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    TimeParser.requireOrder(request.from(), request.to());
    if (request.target().isEmpty()) {
      if (request.perSecond().isPresent() || request.id().isPresent()) {
        throw OperationException.request(
            "perSecond and id are for a queue or stream; speed is for the terminal");
      }
      EventPages pages = new EventPages(request, session, sleep);
      // To read changes nothing: a dry run reads, too.
      EventPages.Page first = pages.first();
      return new ChangePlan(first, () -> first);
    }
    return toTarget(request, session);
  }

  private static ChangePlan toTarget(Request request, Session session) {
    if (request.toQueue().isPresent() && request.toStream().isPresent()
        || request.follow()
        || request.pastWatermark()
        || request.speed().isPresent()
        || request.next().isPresent()) {
      throw OperationException.request(
          "a playback goes to one queue or stream, with from, to, perSecond and id alone");
    }
    boolean queue = request.toQueue().isPresent();
    String target =
        session
            .deployment()
            .named(
                queue ? "queue" : "stream",
                request.target().orElseThrow(),
                queue
                    ? session.deployment().inventory().queues()
                    : session.deployment().inventory().streams());
    ObjectNode input = Json.object().put("target", target);
    request.from().ifPresent(from -> input.put("from", from.toString()));
    request.to().ifPresent(to -> input.put("to", to.toString()));
    request.perSecond().ifPresent(rate -> input.put("rate", rate));
    String id = request.id().orElseGet(() -> newId(session));
    ObjectNode work = Json.object().put("type", "playback").put("id", id);
    work.set("input", input);
    return new ChangePlan(
        new Playback(id, input, "would be submitted to the processor"),
        () -> {
          JsonNode submitted = session.invoke(Pattern.PROCESSOR, "submit", work);
          if (submitted.path("submitted").asInt() == 0) {
            throw OperationException.conflict(
                "there is work %s already: nothing was submitted", id);
          }
          return new Playback(
              id,
              input,
              "submitted; its state: work show %1$s, to hold it: work pause %1$s".formatted(id));
        });
  }

  private static String newId(Session session) {
    return ID.format(session.times().clock().instant())
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }
}
