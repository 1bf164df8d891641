package io.dynamopatterns.common.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A record of a batch as far as it could be read.
 *
 * @param identifier by which a failure is reported; null if the record has none
 * @param key what its source orders it by; null if the record does not say it
 * @param shard the shard of its source; null if the record does not say it
 * @param record the record, or null if it was rejected
 * @param rejection why it was rejected, or null
 * @param place the record as it was first read, which names it in log lines; null if it was not
 */
record Received<T>(
    String identifier,
    String key,
    String shard,
    Delivered<T> record,
    RuntimeException rejection,
    Delivered<?> place) {

  /**
   * A kind of event. All its methods but {@link #identifier} throw an {@link
   * IllegalArgumentException} if the record lacks what every record of its source has.
   */
  interface Source<R, T> {
    /** By which Lambda knows the record; null if it has none. */
    String identifier(R of);

    String key(R of);

    String shard(R of);

    Delivered<T> read(int index, R of);
  }

  static <R, T> List<Received<T>> all(List<R> records, Source<R, T> source) {
    List<Received<T>> all = new ArrayList<>();
    for (R each : Objects.requireNonNullElse(records, List.<R>of())) {
      all.add(read(all.size(), each, source));
    }
    return all;
  }

  private static <R, T> Received<T> read(int index, R of, Source<R, T> source) {
    String identifier = source.identifier(of);
    try {
      Delivered<T> record = source.read(index, of);
      return new Received<>(identifier, record.key(), record.shard(), record, null, record);
    } catch (IllegalArgumentException e) {
      return new Received<>(
          identifier, orNull(source::key, of), orNull(source::shard, of), null, e, null);
    }
  }

  private static <R> String orNull(Function<R, String> part, R of) {
    try {
      return part.apply(of);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The same records with other values; one for which {@code parser} throws is rejected. */
  static <T, U> List<Received<U>> map(
      List<Received<T>> received, Function<? super Delivered<T>, ? extends U> parser) {
    return received.stream().map(each -> each.<U>map(parser)).toList();
  }

  private <U> Received<U> map(Function<? super Delivered<T>, ? extends U> parser) {
    RuntimeException why = rejection;
    if (record != null) {
      try {
        return new Received<>(
            identifier, key, shard, record.<U>with(parser.apply(record)), null, place);
      } catch (RuntimeException e) {
        why = e;
      }
    }
    return new Received<>(identifier, key, shard, null, why, place);
  }

  /** Names the record in a log line: names and values in turn, as {@code Telemetry} takes them. */
  Object[] logFields() {
    return place == null
        ? new Object[] {"identifier", String.valueOf(identifier)}
        : place.logFields();
  }

  static <V> V required(V value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("malformed record: " + name + " is missing");
    }
    return value;
  }
}
