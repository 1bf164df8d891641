package io.dynamopatterns.processor.worker;

import io.dynamopatterns.common.Deadline;

/** One run of a worker. */
public interface Run {
  /** After this the worker starts nothing more and returns how far it has come. */
  Deadline deadline();

  /**
   * Saves progress now, and so renews the lease. What is saved here survives the death of this run.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void save(Progress progress);

  /**
   * Saves progress if a third of the lease has gone by since it was saved last. To be called
   * wherever the work could go on from: it costs nothing most of the time.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void saveIfDue(Progress progress);

  /** Adds to a metric of the function. */
  void count(String metric, long number);
}
