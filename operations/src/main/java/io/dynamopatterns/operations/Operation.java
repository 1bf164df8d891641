package io.dynamopatterns.operations;

import java.lang.reflect.ParameterizedType;
import java.util.List;

/**
 * A task that people do to a deployment: a {@link ReadOperation} or a {@link ChangeOperation}. It
 * has no state. An {@link OperationInfo} says how it is called.
 *
 * @param <Q> its request: a record whose components are annotated with {@link Param}
 */
public sealed interface Operation<Q extends Record> permits ReadOperation, ChangeOperation {

  /** One or two words, such as {@code status} or {@code history as-of}: the command's name. */
  default String name() {
    return getClass().getAnnotation(OperationInfo.class).name();
  }

  /** One sentence for the help. */
  default String summary() {
    return getClass().getAnnotation(OperationInfo.class).summary();
  }

  /** Command lines without {@code ./fleet}, such as {@code history versions pages /hello}. */
  default List<String> examples() {
    return List.of(getClass().getAnnotation(OperationInfo.class).examples());
  }

  /** The type of its request, as its class declares it. */
  @SuppressWarnings("unchecked")
  default Class<Q> request() {
    ParameterizedType declared = (ParameterizedType) getClass().getGenericInterfaces()[0];
    return (Class<Q>) declared.getActualTypeArguments()[0];
  }
}
