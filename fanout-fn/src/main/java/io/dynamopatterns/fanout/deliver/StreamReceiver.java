package io.dynamopatterns.fanout.deliver;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.common.send.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Kinesis stream, whose partition key is the message group. */
final class StreamReceiver implements Receiver {
  private final OrderedSender<StreamRecord> stream;

  StreamReceiver(OrderedSender<StreamRecord> stream) {
    this.stream = stream;
  }

  @Override
  public Map<Delivered<QueuedMessage>, String> take(
      List<Delivered<QueuedMessage>> messages, Deadline deadline) {
    List<StreamRecord> records = new ArrayList<>();
    for (Delivered<QueuedMessage> message : messages) {
      records.add(
          new StreamRecord(
              records.size(),
              message.key(),
              message.value().body().getBytes(StandardCharsets.UTF_8)));
    }
    Map<Delivered<QueuedMessage>, String> notTaken = new HashMap<>();
    var sent =
        stream.send(
            records,
            deadline,
            (refused, reason) -> notTaken.put(messages.get((int) refused.number()), reason));
    String reason = sent.failure().map(Throwable::getMessage).orElse("no time was left");
    sent.left().forEach(late -> notTaken.put(messages.get((int) late.number()), reason));
    return notTaken;
  }
}
