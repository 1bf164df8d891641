package io.dynamopatterns.processor.worker;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** All workers of a function. */
public final class Workers {
  private final Map<String, Worker> byType;

  /**
   * @throws IllegalArgumentException if two are of one type
   */
  public Workers(Collection<? extends Worker> workers) {
    byType = byName(workers, Worker::type, "workers are of type");
  }

  /**
   * Things by a name that no two of them have.
   *
   * @param what says in the error what two of them are
   * @throws IllegalArgumentException if two have the same
   */
  public static <T> Map<String, T> byName(
      Collection<? extends T> all, Function<T, String> name, String what) {
    Map<String, T> byName = new TreeMap<>();
    for (T each : all) {
      T other = byName.put(name.apply(each), each);
      if (other != null) {
        throw new IllegalArgumentException(
            "two %s '%s': %s and %s"
                .formatted(what, name.apply(each), other.getClass(), each.getClass()));
      }
    }
    return byName;
  }

  /** The worker that does work of this type, if there is one. */
  public Optional<Worker> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** All types of work that are done here. */
  public Set<String> types() {
    return byType.keySet();
  }
}
