package io.dynamopatterns.operations;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an operation found or did: a record. {@link Json} writes its components as JSON, and people
 * read it as a table.
 */
public interface OperationResult {

  Table asTable();

  /**
   * Whether all is well. A command whose answer says no ends with exit code 1, such as a check that
   * found a problem.
   */
  default boolean ok() {
    return true;
  }

  /** Waits for what follows it, for a command that runs on; empty at the end. */
  default Optional<Supplier<OperationResult>> following() {
    return Optional.empty();
  }
}
