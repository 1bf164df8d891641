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

  /** {@link OperationInfo#name()}, unless one class is several operations. */
  default String name() {
    return getClass().getAnnotation(OperationInfo.class).name();
  }

  /** {@link OperationInfo#summary()}, unless one class is several operations. */
  default String summary() {
    return getClass().getAnnotation(OperationInfo.class).summary();
  }

  /** {@link OperationInfo#examples()}, unless one class is several operations. */
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
