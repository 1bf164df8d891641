package io.dynamopatterns.operations;

/** Where long work says how far it is. */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener SILENT = text -> {};

  /**
   * Says how far it is.
   *
   * @param text such as {@code 1,200 of 4,000 records}
   */
  void report(String text);
}
