package io.dynamopatterns.emulator.mapping;

import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.ShardReader;
import io.dynamopatterns.mapping.StateException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The mappings of a fleet, taken together. */
public final class EventSourceMappings implements AutoCloseable {
  private static final int READERS_PER_TABLE_STREAM = 2;

  private final List<Mapping> mappings;
  private final BooleanSupplier othersIdle;

  public EventSourceMappings(List<Mapping> mappings) {
    this(mappings, () -> true);
  }

  /**
   * @param othersIdle whether nothing else is on its way that may feed a mapping
   */
  public EventSourceMappings(List<Mapping> mappings, BooleanSupplier othersIdle) {
    this.mappings = List.copyOf(mappings);
    this.othersIdle = othersIdle;
  }

  /** Refuses a third reader of a table's stream, as DynamoDB throttles it. */
  public static void checkReaders(List<MappingSpec> specs) {
    checkEnabled(specs.stream().filter(MappingSpec::enabled).toList());
  }

  private static void checkEnabled(List<MappingSpec> enabled) {
    Map<String, List<String>> readers =
        enabled.stream()
            .filter(spec -> spec.source() instanceof MappingSpec.TableStream)
            .collect(
                Collectors.groupingBy(
                    spec -> spec.source().name(),
                    Collectors.mapping(MappingSpec::address, Collectors.toList())));
    readers.forEach(
        (table, addresses) -> {
          if (addresses.size() > READERS_PER_TABLE_STREAM) {
            throw new StateException(
                "The stream of table '%s' has %d readers, DynamoDB allows %d: %s"
                    .formatted(
                        table,
                        addresses.size(),
                        READERS_PER_TABLE_STREAM,
                        String.join(", ", addresses)));
          }
        });
  }

  public void start() {
    mappings.forEach(Mapping::start);
  }

  /** All mappings, paused ones too. */
  public List<Mapping> all() {
    return mappings;
  }

  /** Those that are not paused. */
  public List<Mapping> enabled() {
    return mappings.stream().filter(Mapping::isEnabled).toList();
  }

  /**
   * Pauses or resumes one of these mappings.
   *
   * @throws StateException if it would be the third reader of a table's stream
   */
  public synchronized void enable(Mapping mapping, boolean now) {
    if (now) {
      checkEnabled(
          mappings.stream()
              .filter(other -> other.isEnabled() || other == mapping)
              .map(Mapping::spec)
              .toList());
    }
    mapping.enable(now);
  }

  /** Some of them, taken together. They are started and closed with all. */
  public EventSourceMappings where(Predicate<MappingSpec> which) {
    return new EventSourceMappings(
        mappings.stream().filter(mapping -> which.test(mapping.spec())).toList(), othersIdle);
  }

  /**
   * Waits until nothing moves any more: every shard was read to its end after the last invocation
   * of any mapping, whose function may have written to the stream of another, and no queue that a
   * mapping reads has a message. A batch window ends when nothing more comes to fill it. Paused
   * mappings are left out.
   */
  public void awaitSettled() throws InterruptedException {
    enabled().forEach(mapping -> mapping.await(true));
    try {
      while (!settles()) {
        // What moved may have fed another mapping: look again.
        failIfBroken();
        Thread.sleep(1);
      }
    } finally {
      mappings.forEach(mapping -> mapping.await(false));
    }
  }

  private boolean settles() throws InterruptedException {
    long activity = activity();
    List<ShardReader> readers = enabled().stream().flatMap(m -> m.readers().stream()).toList();
    long[] reads = readers.stream().mapToLong(ShardReader::emptyReads).toArray();
    for (int i = 0; i < reads.length; i++) {
      // The first empty read after now may have begun before now, the second has not.
      while (readers.get(i).emptyReads() < reads[i] + 2) {
        failIfBroken();
        Thread.sleep(5);
        if (activity() != activity) {
          return false;
        }
      }
    }
    // Idleness first: what ends between the two looks shows as activity.
    return enabled().stream().allMatch(Mapping::isIdle)
        && othersIdle.getAsBoolean()
        && activity() == activity;
  }

  private long activity() {
    return mappings.stream().mapToLong(mapping -> mapping.stats().activity()).sum();
  }

  /** Throws if a mapping stopped. Only an error of the fleet stops one. */
  public void failIfBroken() {
    for (Mapping mapping : mappings) {
      mapping
          .broken()
          .ifPresent(
              cause -> {
                throw new IllegalStateException(
                    mapping.spec().address() + " stopped: " + cause.getMessage(), cause);
              });
    }
  }

  @Override
  public void close() {
    mappings.forEach(Mapping::close);
  }
}
