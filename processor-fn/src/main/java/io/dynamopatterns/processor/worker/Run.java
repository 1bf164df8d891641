package io.dynamopatterns.processor.worker;

import io.dynamopatterns.common.Deadline;

/**
 * One run of a worker. Its lease is kept alive while the worker is at work, however long a step
 * takes: there is nothing that a worker must call for it.
 */
public interface Run {
  /**
   * After this the worker starts nothing more and returns how far it has come. The longest run that
   * is set counts from the first call of this: what a worker needs to find its place again is none
   * of its time, else it would never get there. It passes at once when this run is not in charge of
   * its work any more.
   */
  Deadline deadline();

  /**
   * When the function itself has no more time, however long a run may be: the deadline of what
   * comes before the work.
   */
  Deadline timeout();

  /**
   * Says how far the work has come. Call it wherever the work could continue from: it only takes
   * note. What was noted last is saved with each renewal of the lease, four times in a lease, and
   * when the run ends, also with an exception. So a process that dies loses a quarter of a lease.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void reached(Progress progress);

  /**
   * Saves progress now: for what must survive the death of this run before the next step begins.
   *
   * @throws FencedOffException if this run is not in charge any more
   */
  void save(Progress progress);

  /** Adds to a metric of the function. */
  void count(String metric, long number);
}
