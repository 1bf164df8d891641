package io.dynamopatterns.fanout.message;

import io.dynamopatterns.common.send.QueueMessage;

/**
 * The message of a change.
 *
 * @param queued as it goes into a queue, with the JSON that {@code
 *     docs/events/TableChanged.schema.json} describes
 * @param imagesOmitted whether the images were too large to travel
 */
public record ChangeMessage(QueueMessage queued, boolean imagesOmitted) {
  /** The version of the body's form. */
  static final int VERSION = 1;

  /**
   * The most that a body may take, in bytes: 256 KB, which every queue, bus and stream takes in
   * every Region, less what an event bus and a stream count beside the body.
   */
  public static final int MAX_BYTES = 256 * 1024 - 256;
}
