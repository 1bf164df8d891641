package io.dynamopatterns.operations.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The pages of a playback to the caller, one after the other. */
final class EventPages {
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  /** Why a page ends although more may come at once. */
  private static final Set<String> AT_ONCE = Set.of("LIMIT", "SIZE", "TIME");

  private final EventsPlay.Request request;
  private final Session session;
  private final Pacer.Sleep sleep;
  private final Optional<Pacer> pacer;

  EventPages(EventsPlay.Request request, Session session, Pacer.Sleep sleep) {
    this.request = request;
    this.session = session;
    this.sleep = sleep;
    this.pacer = request.speed().map(speed -> new Pacer(speed, sleep));
  }

  /**
   * Some events.
   *
   * @param stopped why the page ends here: {@code LIMIT}, {@code WATERMARK}, {@code TO}, …
   */
  record Page(
      List<JsonNode> events,
      String watermark,
      String stopped,
      Optional<String> next,
      @JsonIgnore Optional<Supplier<OperationResult>> after)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.text();
      for (JsonNode event : events) {
        String data =
            event.has("data") ? event.path("data").asText() : event.path("dataBase64").asText();
        table.note(
            event.path("time").asText() + "  " + event.path("partitionKey").asText() + "  " + data);
      }
      if (after.isEmpty()) {
        table.next(next);
        if (stopped.equals("WATERMARK")) {
          table.note(
              watermark.isEmpty()
                  ? "It is not known yet up to when the store is complete: the watermark runs by a"
                      + " schedule. --past-watermark shows what is stored."
                  : "The store is complete up to "
                      + watermark
                      + "; what came since follows later.");
        }
      }
      return table;
    }

    @Override
    public Optional<Supplier<OperationResult>> following() {
      return after;
    }
  }

  /** The first page, or the first event where they are paced. */
  Page first() {
    return page(request.next());
  }

  private Page page(Optional<String> cursor) {
    ObjectNode call = Json.object().put("operation", "list").put("limit", request.limit());
    request.from().ifPresent(from -> call.put("from", from.toString()));
    request.to().ifPresent(to -> call.put("to", to.toString()));
    if (request.pastWatermark()) {
      call.put("pastWatermark", true);
    }
    cursor.ifPresent(next -> call.put("next", next));
    JsonNode answer = session.invoke(Pattern.EVENTSTORE, "playback", call);
    List<JsonNode> events = new ArrayList<>();
    answer.path("events").forEach(events::add);
    return part(events, 0, answer, cursor);
  }

  /** The events of a page from one on: all at once, or one after the other in their time. */
  private Page part(List<JsonNode> events, int from, JsonNode answer, Optional<String> before) {
    String stopped = answer.path("stopped").asText();
    // At the watermark there may be no new cursor: the one before still holds.
    Optional<String> next =
        Optional.ofNullable(answer.path("next").textValue())
            .or(() -> stopped.equals("TO") ? Optional.empty() : before);
    boolean atEnd = pacer.isEmpty() || from + 1 >= events.size();
    List<JsonNode> shown = atEnd ? events.subList(from, events.size()) : List.of(events.get(from));
    if (pacer.isPresent() && !shown.isEmpty()) {
      pacer.get().await(Instant.parse(shown.get(0).path("time").asText()));
    }
    Optional<Supplier<OperationResult>> after =
        atEnd ? after(stopped, next) : Optional.of(() -> part(events, from + 1, answer, before));
    return new Page(shown, answer.path("watermark").asText(), stopped, next, after);
  }

  private Optional<Supplier<OperationResult>> after(String stopped, Optional<String> next) {
    boolean continues = request.follow() || pacer.isPresent();
    if (!continues || stopped.equals("TO")) {
      return Optional.empty();
    }
    if (AT_ONCE.contains(stopped)) {
      return Optional.of(() -> page(next));
    }
    return request.follow()
        ? Optional.of(
            () -> {
              Pacer.pause(sleep, LOOK_AGAIN_MILLIS);
              return page(next);
            })
        : Optional.empty();
  }
}
