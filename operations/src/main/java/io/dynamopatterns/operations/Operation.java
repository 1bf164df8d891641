package io.dynamopatterns.operations;

import java.util.List;

/**
 * A task that people do to a deployment: a {@link ReadOperation} or a {@link ChangeOperation}. It
 * has no state.
 *
 * @param <Q> its request: a record whose components are annotated with {@link Param}
 */
public sealed interface Operation<Q extends Record> permits ReadOperation, ChangeOperation {

  /** One or two words, such as {@code status} or {@code history as-of}: the command's name. */
  String name();

  /** One sentence for the help. */
  String summary();

  /** Command lines without {@code ./fleet}, such as {@code history versions pages /hello}. */
  List<String> examples();

  Class<Q> request();
}
