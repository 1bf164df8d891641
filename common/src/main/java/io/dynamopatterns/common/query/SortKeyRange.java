package io.dynamopatterns.common.query;

import java.util.Optional;

/**
 * A range of sort keys.
 *
 * @param from the lowest sort key, or empty for no bound
 * @param fromIncluded whether {@code from} itself is in the range
 * @param to the highest sort key, or empty for no bound
 * @param toIncluded whether {@code to} itself is in the range
 */
public record SortKeyRange(
    Optional<String> from, boolean fromIncluded, Optional<String> to, boolean toIncluded) {

  /** Every sort key. */
  public static SortKeyRange all() {
    return new SortKeyRange(Optional.empty(), true, Optional.empty(), true);
  }

  /** This sort key and all after it. */
  public static SortKeyRange from(String sortKey) {
    return new SortKeyRange(Optional.of(sortKey), true, Optional.empty(), true);
  }

  /** All after this sort key, as when reading continues after the last item that was read. */
  public static SortKeyRange after(String sortKey) {
    return new SortKeyRange(Optional.of(sortKey), false, Optional.empty(), true);
  }

  /** The same range, up to and with this sort key. */
  public SortKeyRange upTo(String sortKey) {
    return new SortKeyRange(from, fromIncluded, Optional.of(sortKey), true);
  }

  /** The same range, up to and without this sort key. */
  public SortKeyRange before(String sortKey) {
    return new SortKeyRange(from, fromIncluded, Optional.of(sortKey), false);
  }

  /** Whether no sort key can be in the range. */
  public boolean isEmpty() {
    if (from.isEmpty() || to.isEmpty()) {
      return false;
    }
    int order = SortKeys.compare(from.get(), to.get());
    return order > 0 || order == 0 && !(fromIncluded && toIncluded);
  }

  /** Whether the sort key is one that a condition with both bounds included selects too much. */
  boolean excludes(String sortKey) {
    return !fromIncluded && from.equals(Optional.of(sortKey))
        || !toIncluded && to.equals(Optional.of(sortKey));
  }
}
