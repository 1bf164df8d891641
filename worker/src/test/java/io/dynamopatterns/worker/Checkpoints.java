package io.dynamopatterns.worker;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** Writes of checkpoints, which fail as a test wants. */
final class Checkpoints {
  /** In place of a sequence number: the end of the shard. */
  static final String END = "end";

  final List<String> written = Collections.synchronizedList(new ArrayList<>());

  /** What the next writes throw; when it is empty they succeed. */
  final Deque<Exception> failures = new ArrayDeque<>();

  RecordProcessorCheckpointer checkpointer() {
    return (RecordProcessorCheckpointer)
        Proxy.newProxyInstance(
            Checkpoints.class.getClassLoader(),
            new Class<?>[] {RecordProcessorCheckpointer.class},
            (proxy, method, arguments) -> {
              Exception failure = failures.poll();
              if (failure != null) {
                throw failure;
              }
              written.add(arguments == null ? END : (String) arguments[0]);
              return null;
            });
  }
}
