package io.dynamopatterns.common.delivery;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One batch of an SQS queue; the mapping needs {@code ReportBatchItemFailures}. In a FIFO queue
 * each message group is a lane: a failed message fails those after it in its group, so that their
 * order is kept. In a standard queue each message is its own lane.
 *
 * <pre>{@code
 * return QueueBatch.of(event, Order::parse)
 *     .run(call, "shipped", lane -> orders.ship(lane))
 *     .response();
 * }</pre>
 *
 * @param <T> the values of the messages
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting">
 *     Partial batch responses of SQS</a>
 */
public final class QueueBatch<T> extends Batch<T, QueueBatch<T>> {
  private QueueBatch(List<Received<T>> received) {
    super("message", received);
  }

  /** The batch of a queue; the values are the bodies. */
  public static QueueBatch<String> of(SQSEvent event) {
    return new QueueBatch<>(Received.all(event.getRecords(), new QueueMessages()));
  }

  /**
   * The batch of a queue.
   *
   * @param parser reads a body; a message for which it throws is rejected. What it throws is
   *     logged, so its message must not quote the body
   */
  public static <T> QueueBatch<T> of(SQSEvent event, Function<String, T> parser) {
    return of(event).map(ofValue(parser));
  }

  /**
   * The same batch with other values.
   *
   * @param parser reads a message; one for which it throws is rejected
   */
  public <U> QueueBatch<U> map(Function<? super Delivered<T>, ? extends U> parser) {
    return new QueueBatch<>(Received.map(received(), parser));
  }

  /**
   * Lambda's answer: every failed message and, in a FIFO queue, all after it in its group. SQS
   * delivers them again, and moves them to the dead-letter queue after the receives that the
   * queue's redrive policy allows.
   */
  public SQSBatchResponse response() {
    List<SQSBatchResponse.BatchItemFailure> failed = new ArrayList<>();
    Set<String> stopped = new HashSet<>();
    for (int i = 0; i < received().size(); i++) {
      Received<T> message = received().get(i);
      if (hasFailed(i)) {
        lane(message).ifPresent(stopped::add);
      }
      if (hasFailed(i) || lane(message).filter(stopped::contains).isPresent()) {
        failed.add(new SQSBatchResponse.BatchItemFailure(message.identifier()));
      }
    }
    return new SQSBatchResponse(failed);
  }

  @Override
  QueueBatch<T> self() {
    return this;
  }

  @Override
  Optional<String> lane(Received<T> of) {
    return Optional.ofNullable(of.key());
  }
}
