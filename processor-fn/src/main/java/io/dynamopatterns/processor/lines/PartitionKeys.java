package io.dynamopatterns.processor.lines;

/** Keys that Kinesis takes. */
final class PartitionKeys {
  /** The service's limit, in characters. */
  private static final int MAX_LENGTH = 256;

  private PartitionKeys() {}

  /** The end of a text that may be too long: there, ids differ. */
  static String of(String id) {
    return id.substring(Math.max(0, id.length() - MAX_LENGTH));
  }
}
