package io.dynamopatterns.page;

import java.util.List;

/** The tasks that the page can start: browse a table, restore an item, retry work. */
public interface Operations {
  /** A page without any task, such as a report's. */
  Operations NONE =
      new Operations() {
        @Override
        public List<String> names() {
          return List.of();
        }

        @Override
        public String call(String name, String request) throws OperationException {
          throw OperationException.unknown(name);
        }
      };

  /** The operations' names, such as {@code tables query}. */
  List<String> names();

  /**
   * Runs an operation.
   *
   * @param request its request as JSON
   * @return its answer as JSON
   * @throws OperationException if it was refused or failed; the message is shown to the user
   */
  String call(String name, String request) throws OperationException;
}
