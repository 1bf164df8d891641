package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.bench.run.PatternDeployment;
import io.dynamopatterns.bench.run.Records;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends each change to the queues of three subscribers, as far as they want it. */
final class DispatchLoop {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ENTRIES = 10;

  private final SqsClient client;

  DispatchLoop(SqsClient client) {
    this.client = client;
  }

  /** A message, before it has a place in a request. */
  private record Message(String group, String id, String body) {}

  void dispatch(DynamodbEvent event) {
    List<Message> all = new ArrayList<>();
    List<Message> errors = new ArrayList<>();
    List<Message> first = new ArrayList<>();
    for (DynamodbStreamRecord record : event.getRecords()) {
      StreamRecord change = record.getDynamodb();
      Message message = message(record);
      all.add(message);
      if (change.getNewImage().get("lastStatus").getN().startsWith("5")) {
        errors.add(message);
      }
      if (change.getKeys().get("path").getS().equals("/page/0")) {
        first.add(message);
      }
    }
    Map<String, List<Message>> queues = Map.of("all", all, "errors", errors, "first", first);
    Loops.inThreads(queues.entrySet(), queue -> send(queue.getKey(), queue.getValue()));
  }

  /** Up to ten per request, and one of each item: a queue may refuse a part. */
  private void send(String queue, List<Message> messages) {
    List<Message> waiting = new ArrayList<>(messages);
    while (!waiting.isEmpty()) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      Set<String> groups = new HashSet<>();
      for (Iterator<Message> each = waiting.iterator();
          each.hasNext() && entries.size() < ENTRIES; ) {
        Message message = each.next();
        if (groups.add(message.group())) {
          entries.add(
              SendMessageBatchRequestEntry.builder()
                  .id(Integer.toString(entries.size()))
                  .messageGroupId(message.group())
                  .messageDeduplicationId(message.id())
                  .messageBody(message.body())
                  .build());
          each.remove();
        }
      }
      boolean failed =
          !client
              .sendMessageBatch(
                  send ->
                      send.queueUrl(PatternDeployment.QUEUES + queue + ".fifo").entries(entries))
              .failed()
              .isEmpty();
      if (failed) {
        throw new IllegalStateException("the queue did not take all");
      }
    }
  }

  private static Message message(DynamodbStreamRecord record) {
    StreamRecord change = record.getDynamodb();
    String item = Records.PAGES + "|path=S:" + change.getKeys().get("path").getS();
    String number = change.getSequenceNumber();
    String time = Loops.text(change.getApproximateCreationDateTime().toInstant());
    String id = sha256(item + '\n' + time + '#' + "0".repeat(40 - number.length()) + number);
    StringWriter body = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeNumberField("version", 1);
      json.writeStringField("id", id);
      json.writeStringField("table", Records.PAGES);
      json.writeStringField("eventName", record.getEventName());
      json.writeStringField("time", time);
      json.writeStringField("sequenceNumber", number);
      write("keys", change.getKeys(), json);
      write("newImage", change.getNewImage(), json);
      write("oldImage", change.getOldImage(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Message(sha256(item), id, body.toString());
  }

  private static void write(String name, Map<String, AttributeValue> image, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, AttributeValue> attribute : new TreeMap<>(image).entrySet()) {
      json.writeObjectFieldStart(attribute.getKey());
      if (attribute.getValue().getS() != null) {
        json.writeStringField("S", attribute.getValue().getS());
      } else {
        json.writeStringField("N", attribute.getValue().getN());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
