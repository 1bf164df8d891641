package io.dynamopatterns.processor.worker;

import io.dynamopatterns.common.Deadline;

/** One run of a worker. */
public interface Run {
  /**
   * After this the worker starts nothing more and returns how far it has come. The longest run that
   * is set counts from the first call of this: what a worker needs to find its place again is none
   * of its time, else it would never get there.
   */
  Deadline deadline();

  /**
   * When the function itself has no more time, however long a run may be: the deadline of what
   * comes before the work.
   */
  Deadline timeout();

  /**
   * Saves progress now, and so renews the lease. What is saved here survives the death of this run.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void save(Progress progress);

  /**
   * Saves progress if a third of the lease has gone by since it was saved last. To be called
   * wherever the work could go on from: it costs nothing most of the time. A run that ends with an
   * exception writes what it was told last, saved or not.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void saveIfDue(Progress progress);

  /** Adds to a metric of the function. */
  void count(String metric, long number);
}
