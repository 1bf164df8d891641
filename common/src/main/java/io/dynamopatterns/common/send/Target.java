package io.dynamopatterns.common.send;

import io.dynamopatterns.common.Deadline;
import java.util.List;

/**
 * Where messages are sent: how one request is made, and what one may have.
 *
 * @param <M> the messages that it takes
 */
public interface Target<M extends Keyed> {
  /** What it is called in errors, such as {@code stream clicks}. */
  String name();

  /** What one request may have. */
  Limits limits();

  /**
   * Sends one request.
   *
   * @param messages at least one, within the limits, and at most one of each key
   * @return what became of each, in the same order
   * @throws software.amazon.awssdk.core.exception.SdkException if the request failed as a whole
   */
  List<Result> send(List<M> messages, Deadline deadline);

  /**
   * What one request may have.
   *
   * @param messages how many at most
   * @param bytes at most so large all together, unless it is one message alone
   * @param commonBytes a message above this size goes alone, as it may be refused for it
   * @param messageBytes a message above this size is refused and not sent at all
   */
  record Limits(int messages, int bytes, int commonBytes, int messageBytes) {}

  /** What became of one message of a request. */
  sealed interface Result {
    /** It has arrived. */
    record Taken() implements Result {}

    /** It has not arrived, and may the next time. */
    record Failed(String reason) implements Result {}

    /** It will never be taken. */
    record Refused(String reason) implements Result {}
  }
}
