package io.dynamopatterns.common.batch;

/** What became of one item that was to be inserted. */
public sealed interface InsertOutcome {

  /** It is stored now. */
  record Inserted() implements InsertOutcome {}

  /** One with its key was stored before, by an earlier delivery or by an attempt not heard of. */
  record AlreadyThere() implements InsertOutcome {}

  /**
   * It is not stored, or that is unknown; to insert it again is always safe.
   *
   * @param cause why not
   */
  record Failed(RuntimeException cause) implements InsertOutcome {}
}
