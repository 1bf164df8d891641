package io.dynamopatterns.page;

import java.util.List;

/** The tasks that the page can start: browse a table, restore an item, retry work. */
public interface PageTasks {
  /** A page without any task, such as a report's. */
  PageTasks NONE =
      new PageTasks() {
        @Override
        public List<String> names() {
          return List.of();
        }

        @Override
        public String call(String name, String request) throws TaskException {
          throw TaskException.unknown(name);
        }
      };

  /** The operations' names, such as {@code tables query}. */
  List<String> names();

  /**
   * Runs an operation.
   *
   * @param request its request as JSON
   * @return its answer as JSON
   * @throws TaskException if it was refused or failed; the message is shown to the user
   */
  String call(String name, String request) throws TaskException;
}
