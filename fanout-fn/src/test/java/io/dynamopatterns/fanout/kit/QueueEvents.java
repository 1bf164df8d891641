package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.fanout.kit.FakeSqs.Queued;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.List;

/** Batches of a queue, in the JSON that Lambda delivers and as AWS's runtime reads it. */
public final class QueueEvents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PojoSerializer<SQSEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(SQSEvent.class, QueueEvents.class.getClassLoader());

  private QueueEvents() {}

  /** A batch whose messages have the ids m0, m1 and so on. */
  public static SQSEvent of(Subscriber subscriber, List<Queued> messages) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (Queued message : messages) {
      ObjectNode queued = records.addObject();
      queued.put("messageId", "m" + (records.size() - 1));
      queued.put("receiptHandle", "r");
      queued.put("body", message.body());
      queued.put("eventSource", "aws:sqs");
      queued.put("eventSourceARN", Subscribers.queueArn(subscriber));
      queued.put("awsRegion", "us-east-1");
      queued
          .putObject("attributes")
          .put("ApproximateReceiveCount", "1")
          .put("MessageGroupId", message.group())
          .put("MessageDeduplicationId", message.deduplicationId())
          .put("SequenceNumber", "18849496460467696128");
    }
    return SERIALIZER.fromJson(event.toString());
  }
}
