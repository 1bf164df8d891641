package io.dynamopatterns.periodic.kit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.periodic.close.CloseFunction;
import io.dynamopatterns.periodic.close.Closer;
import io.dynamopatterns.periodic.collect.Collector;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The functions on one table, each call as by a new execution environment. */
public final class Fleet {
  private static final Telemetry TELEMETRY = Telemetry.of("periodic", "test", "request-1");
  private static final Duration TIME = Duration.ofMinutes(5);

  private final PeriodicSettings settings;
  private final Bus bus = new Bus();
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

  public Bus bus() {
    return bus;
  }

  /** Moves the machines' clock, by which leases are judged. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Instant now() {
    return now;
  }

  public Collector collector() {
    return collector(Database.DYNAMO_DB.client(), settings);
  }

  public Collector collector(DynamoDbClient client, PeriodicSettings other) {
    return new Collector(Database.table(client, settings.table()), other, clock());
  }

  /** Collects with this environment, and returns the failed sequence numbers. */
  public static List<String> collect(Collector collector, KinesisEvent batch) {
    return Records.failures(collector.collect(batch, Deadline.after(TIME), TELEMETRY));
  }

  public List<String> collect(KinesisEvent batch) {
    return collect(collector(), batch);
  }

  public List<String> collect(List<Event> events) {
    return collect(Records.of(events).batch());
  }

  /** Closes what is due at this time. */
  public Map<String, Object> close(String slot) {
    return close(Database.DYNAMO_DB.client(), slot);
  }

  public Map<String, Object> close(DynamoDbClient client, String slot) {
    return close(client, bus, slot, Deadline.after(TIME));
  }

  public Map<String, Object> close(
      DynamoDbClient client, Bus toBus, String slot, Deadline deadline) {
    Closer closer =
        new Closer(
            Database.table(client, settings.table()),
            new EventPublisher(toBus, settings.eventBus()),
            settings.lease(),
            clock());
    return new CloseFunction(closer).answer(Map.of("scheduledTime", slot), deadline, TELEMETRY);
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
