package io.dynamopatterns.common.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A record of a batch as far as it could be read.
 *
 * @param identifier by which a failure is reported; null if the record has none
 * @param place the record without its value, or null if it does not say where it comes from
 * @param record the record, or null if it was rejected
 * @param rejection why it was rejected, or null
 */
record Received<T>(
    String identifier, Delivered<?> place, Delivered<T> record, RuntimeException rejection) {

  /** Reads one record of an event. */
  @FunctionalInterface
  interface Reader<R, T> {
    /**
     * @throws IllegalArgumentException if the record lacks what every record of its source has
     */
    Delivered<T> read(int index, R eventRecord);
  }

  static <R, T> List<Received<T>> all(
      List<R> records, Function<R, String> identifier, Reader<R, T> reader) {
    List<Received<T>> all = new ArrayList<>();
    for (R each : Objects.requireNonNullElse(records, List.<R>of())) {
      String id = identifier.apply(each);
      try {
        Delivered<T> delivered = reader.read(all.size(), each);
        all.add(new Received<>(id, delivered, delivered, null));
      } catch (IllegalArgumentException e) {
        all.add(new Received<>(id, null, null, e));
      }
    }
    return all;
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
        return new Received<>(identifier, place, record.<U>with(parser.apply(record)), null);
      } catch (RuntimeException e) {
        why = e;
      }
    }
    return new Received<>(identifier, place, null, why);
  }

  Object[] logFields() {
    return place == null ? new Object[] {"identifier", identifier} : place.logFields();
  }

  static <V> V required(V value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("malformed record: " + name + " is missing");
    }
    return value;
  }
}
