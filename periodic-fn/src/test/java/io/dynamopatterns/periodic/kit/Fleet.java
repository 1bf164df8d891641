package io.dynamopatterns.periodic.kit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.periodic.close.CloseFunction;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.read.PeriodicReadFunction;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The functions on one table, each call as by a new execution environment. */
public final class Fleet {
  private static final Telemetry TELEMETRY = Telemetry.of("periodic", "test", "request-1");
  private static final Duration TIME = Duration.ofMinutes(5);

  private final PeriodicSettings settings;
  private final TestBus bus = new TestBus();
  private int pageEvents = 1000;
  private PeriodCollector warm;
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");

  public Fleet() {
    this(Database.settings(Database.newTable()));
  }

  public Fleet(PeriodicSettings settings) {
    this.settings = settings;
  }

  public PeriodicSettings settings() {
    return settings;
  }

  public TestBus bus() {
    return bus;
  }

  /** Sees that there are events, and that each is this pattern's and as its schema says. */
  public void assertValidEvents() {
    bus.assertValid("dynamopatterns.periodic");
  }

  /** The digests on the bus, each once. */
  public List<JsonNode> digests() {
    return bus.details("DigestReady");
  }

  /** What was published of closed buckets, each once. */
  public List<JsonNode> closed() {
    return bus.details("PeriodClosed");
  }

  /** Lets closers read this many events together, where it is not 1,000. */
  public Fleet pageEvents(int events) {
    pageEvents = events;
    return this;
  }

  /** Moves the machines' clock, by which leases are judged. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Instant now() {
    return now;
  }

  public PeriodCollector collector() {
    return collector(TestDatabase.client(), settings);
  }

  public PeriodCollector collector(DynamoDbClient client, PeriodicSettings other) {
    return new PeriodCollector(Database.table(client, settings.table()), other, clock());
  }

  /** Collects with this environment, and returns the failed sequence numbers. */
  public static List<String> collect(PeriodCollector collector, KinesisEvent batch) {
    return LoggedRun.failures(
        collector
            .collect(StreamBatch.of(batch), new Call(Deadline.after(TIME), TELEMETRY))
            .response());
  }

  public List<String> collect(KinesisEvent batch) {
    if (warm != null) {
      return collect(warm, batch);
    }
    return collect(collector(), batch);
  }

  /** From now on, batches come to one environment, which remembers what it has seen. */
  public Fleet keepWarm() {
    warm = collector();
    return this;
  }

  public List<String> collect(List<Event> events) {
    return collect(Records.of(events).batch());
  }

  /** Closes what is due at this time. */
  public Map<String, Object> close(String slot) {
    return close(TestDatabase.client(), slot);
  }

  public Map<String, Object> close(DynamoDbClient client, String slot) {
    return close(client, bus, slot, Deadline.after(TIME));
  }

  public Map<String, Object> close(
      DynamoDbClient client, TestBus toBus, String slot, Deadline deadline) {
    return new CloseFunction(
            Database.table(client, settings.table()),
            new EventPublisher(toBus, settings.eventBus()),
            settings.lease(),
            pageEvents,
            clock())
        .answer(Map.of("scheduledTime", slot), deadline, TELEMETRY);
  }

  /** Asks the read function. */
  public Map<String, Object> read(Map<String, Object> request) {
    return read(request, Deadline.after(TIME));
  }

  public Map<String, Object> read(Map<String, Object> request, Deadline deadline) {
    return new PeriodicReadFunction(Database.table(settings.table()), clock())
        .answer(request, deadline, TELEMETRY);
  }

  /** All entries of all pages, with this many entries on a page. */
  public List<Map<String, Object>> readAll(String name, int limit, Map<String, Object> request) {
    List<Map<String, Object>> entries = new ArrayList<>();
    Map<String, Object> next = new HashMap<>(request);
    next.put("limit", limit);
    do {
      Map<String, Object> answer = read(next);
      entries.addAll(entries(answer, name));
      next.put("next", answer.get("next"));
    } while (next.get("next") != null);
    return entries;
  }

  /** The entries of an answer. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> entries(Map<String, Object> answer, String name) {
    return (List<Map<String, Object>>) answer.get(name);
  }

  /** The ids of the events that a digest has, or points to. */
  public List<String> members(JsonNode digest) {
    if (digest.has("members")) {
      return StreamSupport.stream(digest.get("members").spliterator(), false)
          .map(member -> member.get("id").asText())
          .toList();
    }
    JsonNode pointer = digest.get("pointer");
    return readAll(
            "members",
            2,
            Map.of(
                "operation", "members",
                "period", pointer.get("period").asText(),
                "generation", pointer.get("generation").asInt(),
                "group", pointer.get("group").asText()))
        .stream()
        .map(member -> (String) member.get("id"))
        .toList();
  }

  /** The ids of all events in digests, once for each digest that they are in. */
  public List<String> members() {
    return digests().stream().flatMap(digest -> members(digest).stream()).toList();
  }

  /** Closes everything there is, as later runs of the schedule do, past the leases of the dead. */
  public void settle() {
    for (int run = 0; run < 100; run++) {
      pass(Duration.ofHours(1));
      Map<String, Object> answer = close("9999-01-01T00:00:00Z");
      if (answer.get("closed").equals(0) && answer.get("pending").equals(0)) {
        return;
      }
    }
    throw new AssertionError("the schedule does not come to an end");
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
