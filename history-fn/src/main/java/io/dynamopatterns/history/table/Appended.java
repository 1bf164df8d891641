package io.dynamopatterns.history.table;

/** What became of one entry that was to be appended. */
public sealed interface Appended {

  /** It is stored now. */
  record Recorded() implements Appended {}

  /** It was stored before: the change was delivered again. */
  record AlreadyRecorded() implements Appended {}

  /**
   * It is not stored.
   *
   * @param cause why not
   */
  record Failed(RuntimeException cause) implements Appended {}
}
