package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.kinesis.KinesisShard;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fan-out: every subscriber got the changes that its filters let through, each once, in the
 * order of their items, and none became a dead letter. Which changes there were, the table's stream
 * says.
 */
final class FanOutSection implements Section {
  private static final String DISPATCH = "io.dynamopatterns.fanout.DispatchHandler";
  private static final String SOURCE = "dynamopatterns.fanout";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String table;
  private final List<FanOutSubscriber> subscribers;

  FanOutSection(Map<String, String> environment) {
    this.table = environment.get("FANOUT_TABLE");
    this.subscribers = FanOutSubscriber.parse(environment.get("FANOUT_SUBSCRIBERS"));
  }

  static Optional<Section> of(FleetState state) {
    return state
        .functionOf(DISPATCH)
        .filter(function -> isMapped(function, state))
        .map(function -> new FanOutSection(function.environment()));
  }

  private static boolean isMapped(FunctionSpec function, FleetState state) {
    return state.mappings().stream()
        .anyMatch(mapping -> mapping.enabled() && mapping.function().equals(function.name()));
  }

  List<FanOutSubscriber> subscribers() {
    return subscribers;
  }

  @Override
  public String name() {
    return "fanOut";
  }

  /**
   * What a subscriber has.
   *
   * @param messages at its target; empty where only their number is known
   * @param delivered the number, where only that is known
   * @param paused whether they wait in its queue
   */
  record Received(
      Optional<List<JsonNode>> messages, long delivered, boolean paused, long deadLettered) {}

  @Override
  public Figures figures(Fleet fleet) {
    Map<FanOutSubscriber, Received> received = new LinkedHashMap<>();
    subscribers.forEach(subscriber -> received.put(subscriber, received(subscriber, fleet)));
    return figures(TableChanges.of(fleet, table), received);
  }

  Figures figures(List<JsonNode> changes, Map<FanOutSubscriber, Received> received) {
    Map<FanOutSubscriber, Set<BigInteger>> expected = new LinkedHashMap<>();
    subscribers.forEach(
        subscriber -> expected.put(subscriber, sequenceNumbers(changes, subscriber)));
    Figures figures = new Figures();
    ObjectNode shown = figures.json().putObject("subscribers");
    received.forEach(
        (subscriber, got) -> {
          ObjectNode json = shown.putObject(subscriber.name());
          long delivered =
              got.messages().isPresent()
                  ? compare(subscriber, got.messages().get(), expected, figures)
                  : atLeast(subscriber, got.delivered(), expected.get(subscriber).size(), figures);
          json.put(got.paused() ? "waiting" : "delivered", delivered);
          json.put("deadLettered", got.deadLettered());
          figures.require(
              got.deadLettered() == 0,
              "fan-out has %d dead letters of %s; they are in .fleet/dead-letters",
              got.deadLettered(),
              subscriber.name());
        });
    return figures;
  }

  private static long atLeast(
      FanOutSubscriber subscriber, long delivered, long expected, Figures figures) {
    figures.require(
        delivered >= expected,
        "fan-out: %s took %d messages of %d changes",
        subscriber.name(),
        delivered,
        expected);
    return delivered;
  }

  private static long compare(
      FanOutSubscriber subscriber,
      List<JsonNode> messages,
      Map<FanOutSubscriber, Set<BigInteger>> expected,
      Figures figures) {
    FanOutMessages got = new FanOutMessages();
    messages.forEach(got::add);
    Set<BigInteger> delivered = new HashSet<>(got.changes());
    delivered.retainAll(expected.get(subscriber));
    Set<BigInteger> strange = new HashSet<>(got.changes());
    expected.forEach(
        (other, changes) -> {
          if (subscriber.sharesTargetWith(other)) {
            strange.removeAll(changes);
          }
        });
    String name = subscriber.name();
    figures
        .require(
            delivered.size() == expected.get(subscriber).size(),
            "fan-out: %s has %d changes of %d",
            name,
            delivered.size(),
            expected.get(subscriber).size())
        .require(
            strange.isEmpty(),
            "fan-out: %s has %d changes that no filter lets through",
            name,
            strange.size())
        .require(got.isOrdered(), "fan-out: %s has changes of an item out of their order", name)
        .require(
            got.misnamed() == 0,
            "fan-out: %s has %d messages whose id is not that of their change",
            name,
            got.misnamed());
    return delivered.size();
  }

  private static Set<BigInteger> sequenceNumbers(
      List<JsonNode> changes, FanOutSubscriber subscriber) {
    Set<BigInteger> numbers = new HashSet<>();
    for (JsonNode change : changes) {
      if (subscriber.filter().test(change)) {
        numbers.add(new BigInteger(change.path("dynamodb").path("SequenceNumber").asText()));
      }
    }
    return numbers;
  }

  private Received received(FanOutSubscriber subscriber, Fleet fleet) {
    long deadLettered = fleet.queues().size(subscriber.deadLetters());
    String queue = fleet.queues().spec(subscriber.queue()).name();
    boolean paused = isPaused(fleet.state(), queue);
    if (subscriber.target().equals(FanOutSubscriber.FUNCTION) && !paused) {
      return new Received(Optional.empty(), taken(fleet, queue), false, deadLettered);
    }
    List<JsonNode> messages =
        paused
            ? inQueue(fleet, queue)
            : switch (subscriber.target()) {
              case FanOutSubscriber.EVENT_BUS -> onBus(fleet, subscriber.targetName());
              case FanOutSubscriber.STREAM -> inStream(fleet, subscriber.targetName());
              default -> inQueue(fleet, queue);
            };
    return new Received(Optional.of(messages), 0, paused, deadLettered);
  }

  private static boolean isPaused(FleetState state, String queue) {
    return state.mappings().stream().anyMatch(m -> reads(m, queue) && !m.enabled());
  }

  private static boolean reads(MappingSpec mapping, String queue) {
    return mapping.source() instanceof MappingSpec.Queue && mapping.source().name().equals(queue);
  }

  private static long taken(Fleet fleet, String queue) {
    return fleet.mappings().enabled().stream()
        .filter(mapping -> reads(mapping.spec(), queue))
        .mapToLong(mapping -> mapping.stats().delivered())
        .sum();
  }

  private static List<JsonNode> inQueue(Fleet fleet, String queue) {
    return fleet.queues().messages(queue).stream()
        .map(message -> message(message.body().getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<JsonNode> onBus(Fleet fleet, String bus) {
    List<JsonNode> messages = new ArrayList<>();
    fleet
        .events()
        .read(
            event -> {
              if (event.path("source").asText().equals(SOURCE)
                  && event.path("eventBusName").asText().equals(bus)) {
                messages.add(event.path("detail"));
              }
            });
    return messages;
  }

  private static List<JsonNode> inStream(Fleet fleet, String name) {
    List<JsonNode> messages = new ArrayList<>();
    for (EmbeddedKinesisStream stream : fleet.streams()) {
      if (stream.name().equals(name)) {
        for (KinesisShard shard : stream.shards()) {
          for (KinesisRecord record : shard.read(0, shard.size())) {
            messages.add(message(record.data()));
          }
        }
      }
    }
    return messages;
  }

  private static JsonNode message(byte[] data) {
    try {
      return JSON.readTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException("A message of the fan-out is not JSON", e);
    }
  }
}
