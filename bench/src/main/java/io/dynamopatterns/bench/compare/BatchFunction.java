package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.invocation.Call;

/**
 * A function that Lambda gives batches of a stream.
 *
 * @param <E> the event
 */
@FunctionalInterface
interface BatchFunction<E> {
  /** Handles a batch, and says which of its records failed. */
  StreamsEventResponse handle(E event, Call call);
}
