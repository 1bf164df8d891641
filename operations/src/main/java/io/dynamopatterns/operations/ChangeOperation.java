package io.dynamopatterns.operations;

/**
 * An operation that changes something. It first says what it will do, then does it.
 *
 * @param <Q> its request
 */
public non-sealed interface ChangeOperation<Q extends Record> extends Operation<Q> {

  /** {@link OperationInfo#destructive()}, unless one class is several operations. */
  default boolean destructive() {
    return getClass().getAnnotation(OperationInfo.class).destructive();
  }

  /**
   * Finds out what will happen, by reads alone. A dry run ends here.
   *
   * @throws OperationException if the request cannot be served
   */
  ChangePlan plan(Q request, Session session);
}
