package io.dynamopatterns.operations;

/**
 * What an operation found or did: a record. {@link Json} writes its components as JSON, and people
 * read it as a table.
 */
public interface Answer {

  Table asTable();

  /**
   * Whether all is well. A command whose answer says no ends with exit code 1, such as a check that
   * found a problem.
   */
  default boolean ok() {
    return true;
  }
}
