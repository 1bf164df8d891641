package io.dynamopatterns.processor.worker;

/**
 * Does one type of work. A bean of this type is all that is needed for your own type.
 *
 * <p>Work is done at least once: a run may die after any effect and before the progress that covers
 * it is saved, and the next run starts from what was saved last. So effects must be such that doing
 * them again does no harm, for example by keys that follow from the work and its progress.
 *
 * <p>The runner keeps the lease of a run alive until the worker returns, throws, or the function's
 * time is over. A worker needs to do nothing for that; it says how far it has come with {@link
 * Run#reached}, so that less is done again. One that hangs is ended with the function, and its work
 * is revived.
 *
 * <p>One worker may be asked by several threads at once, each for other work.
 */
public interface Worker {
  /** The type of work it does, as the field {@code type} of a work item says. */
  String type();

  /**
   * Refuses work that cannot be done, so that the caller that submits it sees why. Work that is put
   * into the table in another way comes unchecked.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field of the input and
   *     what is allowed
   */
  default void check(Work work) {}

  /**
   * Continues the work until it is done or the run's deadline has passed.
   *
   * @param work what to do
   * @param progress how far earlier runs have come, {@link Progress#start()} at first
   * @param run the deadline, and where progress is saved on the way
   * @return how far it has come, {@link Progress#finished()} when there is nothing left to do.
   *     Progress whose cursor is the one it was given counts as none, and work that makes none is
   *     given up
   * @throws WorkFailedException if trying again is of no use
   * @throws NotYetException if what it needs is not there yet
   * @throws Exception for whatever else went wrong: the work is tried again later, from the last
   *     progress that was reported
   */
  Progress run(Work work, Progress progress, Run run) throws Exception;
}
