package io.dynamopatterns.sim.pattern.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.Run;
import io.dynamopatterns.sim.pattern.versioned.Appends.Claim;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.Tables;
import io.dynamopatterns.sim.run.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Up to 40 writers append to one list under optimistic locking, more than the 16 whose tokens an
 * item remembers. No update is lost, none is applied twice, and every outcome is true.
 */
public final class VersionedScenario implements Scenario {
  private static final String TABLE = "lists";
  private static final Key KEY = Key.of("pk", "list");
  private static final int MOST_WRITERS = 40;
  private static final int MOST_OPERATIONS = 60;
  private static final int MOST_STEPS = 200_000;

  @Override
  public String name() {
    return "versioned";
  }

  @Override
  public Set<FaultClass> faults() {
    return EnumSet.of(
        FaultClass.THROTTLING,
        FaultClass.LOST_ANSWER,
        FaultClass.CONFLICT,
        FaultClass.ZOMBIE,
        FaultClass.DEATH,
        FaultClass.TIMEOUT);
  }

  @Override
  public List<Guard> guards() {
    return List.of(Guard.condition("the condition on the version", (operation, request) -> true));
  }

  @Override
  public void run(World world) {
    Tables.create(world, TABLE, "pk");
    Appends appends = new Appends();
    // Many writers with few operations, or the other way round.
    int writers = 2 + world.random().nextInt(MOST_WRITERS - 1);
    int operations = 1 + world.random().nextInt(MOST_OPERATIONS / writers);
    Lambda lambda = new Lambda(world);
    List<Run<Boolean>> runs = new ArrayList<>();
    while (world.continues(writers)) {
      String name = "writer" + runs.size();
      runs.add(
          lambda.start(
              name,
              invocation -> {
                write(world, appends, name, operations, invocation.deadline());
                return true;
              }));
    }
    world.faults().count(FaultClass.RACE);
    world.finish(MOST_STEPS);
    runs.forEach(Run::rethrow);
    appends
        .fault(stored(world))
        .ifPresent(
            fault -> {
              throw new AssertionError(fault);
            });
  }

  private static void write(
      World world, Appends appends, String name, int operations, Deadline deadline) {
    VersionedTable<Map<String, AttributeValue>> lists =
        new VersionedTable<>(World.client(), VersionedSchema.of(TABLE, "pk")).within(deadline);
    Optional<VersionedItem<Map<String, AttributeValue>>> held = Optional.empty();
    for (int i = 0; i < operations; i++) {
      String element = name + "#" + i;
      Instant from = world.clock().instant();
      Claim claim;
      try {
        WriteOutcome<Map<String, AttributeValue>> outcome =
            held.isPresent() && i % 2 == 0
                ? lists.update(held.get(), current -> appended(current, element))
                : lists.update(KEY, current -> appended(current, element));
        claim = claim(outcome);
        held =
            outcome instanceof WriteOutcome.Applied<Map<String, AttributeValue>> applied
                ? Optional.of(applied.item())
                : Optional.empty();
      } catch (SdkException e) {
        // A read failed: all writes before it were refused.
        claim = Claim.NEVER;
      }
      appends.appended(element, claim, from, world.clock().instant());
      if (i % 3 == 0) {
        read(world, appends, lists);
      }
    }
  }

  private static void read(
      World world, Appends appends, VersionedTable<Map<String, AttributeValue>> lists) {
    Instant from = world.clock().instant();
    try {
      appends.read(
          elements(lists.get(KEY).map(VersionedItem::value)), from, world.clock().instant());
    } catch (SdkException e) {
      // Nothing was read.
    }
  }

  private static Optional<Map<String, AttributeValue>> appended(
      Optional<Map<String, AttributeValue>> current, String element) {
    Map<String, AttributeValue> item = new HashMap<>(KEY.attributes());
    List<String> list = new ArrayList<>(elements(current));
    list.add(element);
    item.put("elements", AttributeValue.fromL(list.stream().map(AttributeValue::fromS).toList()));
    return Optional.of(item);
  }

  private static Claim claim(WriteOutcome<?> outcome) {
    return switch (outcome) {
      case WriteOutcome.Applied<?> applied -> Claim.ONCE;
      case WriteOutcome.Unknown<?> unknown -> Claim.UNKNOWN;
      default -> Claim.NEVER;
    };
  }

  private static List<String> elements(Optional<Map<String, AttributeValue>> item) {
    return item.stream()
        .flatMap(known -> known.get("elements").l().stream())
        .map(AttributeValue::s)
        .toList();
  }

  private static List<String> stored(World world) {
    return Tables.items(world, TABLE).stream()
        .flatMap(item -> ((Attribute.L) item.get("elements")).elements().stream())
        .map(element -> ((Attribute.S) element).value())
        .toList();
  }
}
