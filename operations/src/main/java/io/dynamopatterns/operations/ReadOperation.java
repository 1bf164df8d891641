package io.dynamopatterns.operations;

/**
 * An operation that changes nothing.
 *
 * @param <Q> its request
 */
public non-sealed interface ReadOperation<Q extends Record> extends Operation<Q> {

  /**
   * Runs it.
   *
   * @throws OperationException if the request cannot be served
   */
  OperationResult run(Q request, Session session);
}
