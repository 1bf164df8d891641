package io.dynamopatterns.bench.compare;

/** Appends to lists, each of them an item: reads it, changes it and writes it. */
interface Appender {
  /** What the caller is answered. */
  enum Answered {
    DONE,
    /** Not done: another writer was first, or nothing was sent. */
    REFUSED,
    /** Perhaps done. */
    UNKNOWN
  }

  Answered append(String list, String element);
}
