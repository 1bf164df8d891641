package io.dynamopatterns.local.mapping;

import io.dynamopatterns.local.state.MappingSpec;
import io.dynamopatterns.local.state.StateException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mappings of a fleet, taken together. */
public final class Mappings implements AutoCloseable {
  private static final int READERS_PER_TABLE_STREAM = 2;

  private final List<EventSourceMapping> mappings;

  public Mappings(List<EventSourceMapping> mappings) {
    this.mappings = List.copyOf(mappings);
  }

  /** Refuses a third reader of a table's stream, as DynamoDB throttles it. */
  public static void checkReaders(List<MappingSpec> specs) {
    Map<String, List<String>> readers =
        specs.stream()
            .filter(MappingSpec::enabled)
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
    mappings.forEach(EventSourceMapping::start);
  }

  public List<EventSourceMapping> all() {
    return mappings;
  }

  /**
   * Waits until nothing moves any more: every shard was read to its end after the last invocation
   * of any mapping, whose function may have written to the stream of another. Batch windows are
   * taken for over: whoever waits has nothing more to send.
   */
  public void awaitSettled() throws InterruptedException {
    mappings.forEach(mapping -> mapping.hurry(true));
    try {
      while (!settles()) {
        // What moved may have fed another mapping: look again.
      }
    } finally {
      mappings.forEach(mapping -> mapping.hurry(false));
    }
  }

  private boolean settles() throws InterruptedException {
    long activity = activity();
    List<ShardReader> readers = mappings.stream().flatMap(m -> m.readers().stream()).toList();
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
    return activity() == activity && readers.stream().allMatch(ShardReader::isIdle);
  }

  private long activity() {
    return mappings.stream().mapToLong(mapping -> mapping.stats().activity()).sum();
  }

  /** Throws when a mapping stopped by itself, which only an error of the fleet makes it do. */
  public void failIfBroken() {
    for (EventSourceMapping mapping : mappings) {
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
    mappings.forEach(EventSourceMapping::close);
  }
}
