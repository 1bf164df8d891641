package io.dynamopatterns.aggregator.read;

import java.util.Optional;

/**
 * A place in the index, whose keys are read one after the other.
 *
 * @param shard the number of the key
 * @param after the last entry of it that was read, or empty at its beginning
 */
record IndexPosition(int shard, Optional<String> after) {
  static final IndexPosition START = new IndexPosition(0, Optional.empty());

  static IndexPosition parse(String text) {
    int space = text.indexOf(' ');
    String after = text.substring(space + 1);
    return new IndexPosition(
        Integer.parseInt(text.substring(0, space)),
        after.isEmpty() ? Optional.empty() : Optional.of(after));
  }

  IndexPosition nextShard() {
    return new IndexPosition(shard + 1, Optional.empty());
  }

  IndexPosition at(String entry) {
    return new IndexPosition(shard, Optional.of(entry));
  }

  @Override
  public String toString() {
    return shard + " " + after.orElse("");
  }
}
