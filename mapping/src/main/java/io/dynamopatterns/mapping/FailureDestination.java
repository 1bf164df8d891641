package io.dynamopatterns.mapping;

/** Where a mapping sends the records that it gave up on. */
@FunctionalInterface
public interface FailureDestination {
  void accept(Discard discard);
}
