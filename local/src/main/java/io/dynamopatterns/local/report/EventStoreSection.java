package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The event store: every line is stored, and played back once, in one order. */
final class EventStoreSection implements Section {
  private static final String INGEST = "io.dynamopatterns.eventstore.IngestHandler";
  private static final String PLAYBACK = "io.dynamopatterns.eventstore.PlaybackHandler";
  private static final int PAGE = 1000;

  private final Map<String, String> environment;
  private long accepted;

  EventStoreSection(Map<String, String> environment) {
    this.environment = environment;
  }

  static Optional<Section> of(FleetState state, String stream) {
    return state
        .functionOf(INGEST)
        .filter(function -> state.reads(function.name(), stream))
        .map(function -> new EventStoreSection(function.environment()));
  }

  @Override
  public String name() {
    return "eventStore";
  }

  @Override
  public void accepted(JsonNode event) {
    accepted++;
  }

  @Override
  public Figures figures(Fleet fleet) {
    TableItems tables = new TableItems(fleet.dynamoDbEndpoint());
    return figures(
        tables.of(environment.get("EVENTSTORE_TABLE")),
        Optional.ofNullable(environment.get("EVENTSTORE_BUFFER_TABLE"))
            .map(buffer -> tables.of(buffer).size())
            .orElse(0),
        fleet.functionOf(PLAYBACK).orElseThrow());
  }

  /**
   * @param items of the store's table
   * @param buffered how many events are left in the buffer
   */
  Figures figures(List<JsonNode> items, int buffered, Invoker playback) {
    String mode = environment.get("EVENTSTORE_MODE");
    long stored = items.stream().mapToLong(EventStoreSection::events).sum();
    // A batch that was delivered again may be packed another way; readers see its events once.
    boolean holds = mode.equals("packed") ? stored >= accepted : stored == accepted;
    Figures figures = new Figures();
    figures.json().put("mode", mode);
    figures
        .put("stored", stored)
        .require(holds, "event store has %d events of %d", stored, accepted)
        .require(buffered == 0, "event store has %d events left in its buffer", buffered);
    playBack(playback, figures);
    return figures;
  }

  /** An item is an event, with its data, or several, with their number; or it is neither. */
  private static long events(JsonNode item) {
    return item.has("data") ? 1 : item.path("events").path("N").asLong();
  }

  private void playBack(Invoker playback, Figures figures) {
    PlayedBack played = new PlayedBack();
    try {
      PagedAnswers.read(
          playback,
          JsonNodeFactory.instance
              .objectNode()
              .put("operation", "list")
              .put("limit", PAGE)
              // The fleet has settled: nothing is on its way that the watermark would wait for.
              .put("pastWatermark", true),
          page -> page.path("events").forEach(played::add));
    } catch (InvocationException e) {
      figures.require(false, "event store does not play back: %s", e.getMessage());
    }
    ObjectNode shown = figures.json().putObject("playback");
    shown.put("count", played.count()).put("ordered", played.isOrdered());
    played.first().ifPresent(time -> shown.put("first", time));
    played.last().ifPresent(time -> shown.put("last", time));
    figures
        .require(
            played.count() == accepted,
            "event store plays back %d events of %d",
            played.count(),
            accepted)
        .require(played.isOrdered(), "event store plays back out of order")
        .require(
            played.distinct() == played.count(),
            "event store plays back only %d different events of %d",
            played.distinct(),
            played.count());
  }
}
