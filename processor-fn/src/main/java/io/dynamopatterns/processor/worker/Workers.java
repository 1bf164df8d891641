package io.dynamopatterns.processor.worker;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All workers of a function. */
public final class Workers {
  private final Map<String, Worker> byType;

  /**
   * @throws IllegalArgumentException if two are of one type
   */
  public Workers(Collection<? extends Worker> workers) {
    byType =
        workers.stream()
            .collect(
                Collectors.toMap(
                    Worker::type,
                    Function.identity(),
                    (one, other) -> {
                      throw new IllegalArgumentException(
                          "two workers are of type '%s': %s and %s"
                              .formatted(one.type(), one.getClass(), other.getClass()));
                    },
                    TreeMap::new));
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
