package io.dynamopatterns.fanout.deliver;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.Delivered;
import java.util.List;
import java.util.Map;

/** An event bus or a stream that takes messages. */
@FunctionalInterface
interface Receiver {
  /**
   * Passes messages on. After one that is not taken, none of its group is passed on.
   *
   * @param messages in the order of their queue
   * @return those that were not taken, each with the reason; those after them in their groups need
   *     not be among them
   */
  Map<Delivered<QueuedMessage>, String> take(
      List<Delivered<QueuedMessage>> messages, Deadline deadline);
}
