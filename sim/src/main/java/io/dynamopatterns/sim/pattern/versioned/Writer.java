package io.dynamopatterns.sim.pattern.versioned;

import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.sim.pattern.versioned.Appends.Claim;
import io.dynamopatterns.sim.run.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A writer of the list: it appends, reads, and in some histories deletes. */
final class Writer {
  private static final int DELETES_ONCE_IN = 8;

  private final World world;
  private final Appends appends;
  private final String name;
  private final VersionedTable<Map<String, AttributeValue>> lists;
  private final Optional<InstantSource> expiry;

  /**
   * @param expiry by whose time the list expires a second after its last write; empty if it does
   *     not
   */
  Writer(
      World world,
      Appends appends,
      String name,
      VersionedTable<Map<String, AttributeValue>> lists,
      Optional<InstantSource> expiry) {
    this.world = world;
    this.appends = appends;
    this.name = name;
    this.lists = lists;
    this.expiry = expiry;
  }

  /** The name of the writer that has appended an element. */
  static String of(String element) {
    return element.substring(0, element.indexOf('#'));
  }

  void write(int operations, boolean deletes) {
    Optional<VersionedItem<Map<String, AttributeValue>>> held = Optional.empty();
    for (int i = 0; i < operations; i++) {
      if (deletes && world.once(DELETES_ONCE_IN)) {
        delete();
        held = Optional.empty();
      }
      String element = name + "#" + i;
      Instant from = world.clock().instant();
      Claim claim;
      try {
        WriteOutcome<Map<String, AttributeValue>> outcome =
            held.isPresent() && i % 2 == 0
                ? lists.update(held.get(), current -> appended(current, element))
                : lists.update(VersionedScenario.KEY, current -> appended(current, element));
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
        read();
      }
    }
  }

  private void read() {
    Instant from = world.clock().instant();
    try {
      List<String> list = elements(lists.get(VersionedScenario.KEY).map(VersionedItem::value));
      appends.read(list, from, world.clock().instant());
    } catch (SdkException e) {
      // Nothing was read.
    }
  }

  private void delete() {
    try {
      lists.get(VersionedScenario.KEY).ifPresent(lists::delete);
    } catch (SdkException e) {
      // Whether it was deleted is seen from the table.
    }
  }

  private Optional<Map<String, AttributeValue>> appended(
      Optional<Map<String, AttributeValue>> current, String element) {
    Map<String, AttributeValue> item = new HashMap<>(VersionedScenario.KEY.attributes());
    List<String> list = new ArrayList<>(elements(current));
    list.add(element);
    expiry.ifPresent(
        time -> {
          long soon = time.instant().getEpochSecond() + 1;
          item.put(VersionedScenario.EXPIRES_AT, AttributeValue.fromN(Long.toString(soon)));
        });
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
}
