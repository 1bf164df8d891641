package io.dynamopatterns.bench.run;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Records as Lambda delivers them: the lines of an access log, and the changes of tables. */
public final class Records {
  /** The table of pages, whose changes are delivered. */
  public static final String PAGES = "pages";

  /** The aggregator's table, whose new events are delivered. */
  public static final String AGGREGATES = "aggregates";

  /** The time of the first record. */
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");
  private static final String STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";

  private Records() {}

  /**
   * A click on a page.
   *
   * @param number makes its id and its sequence number
   */
  public static KinesisEventRecord click(
      int shard, int number, Instant time, String client, String path) {
    KinesisEvent.Record data = new KinesisEvent.Record();
    data.setData(
        ByteBuffer.wrap(json(client, number, time, path).getBytes(StandardCharsets.UTF_8)));
    data.setPartitionKey(client);
    data.setSequenceNumber(FIRST.add(BigInteger.valueOf(16L * number)).toString());
    data.setApproximateArrivalTimestamp(Date.from(time));
    KinesisEventRecord message = new KinesisEventRecord();
    message.setKinesis(data);
    message.setEventID("shardId-%012d:%s".formatted(shard, data.getSequenceNumber()));
    message.setEventSourceARN(STREAM);
    return message;
  }

  /** A change of a page, with both images. */
  public static DynamodbStreamRecord pageChange(int number, Instant time, String path) {
    StreamRecord change = change(number, time, Map.of("path", s(path)));
    change.setOldImage(page(path, number));
    change.setNewImage(page(path, number + 1));
    return record("MODIFY", PAGES, change);
  }

  /** A new event of a group, as the aggregator's collector stores it. */
  public static DynamodbStreamRecord newEvent(int number, Instant time, String group, String path) {
    Map<String, AttributeValue> keys = Map.of("pk", s(group), "sk", s("e#log:" + number));
    StreamRecord change = change(number, time, keys);
    change.setNewImage(
        Map.of(
            "pk",
            keys.get("pk"),
            "sk",
            keys.get("sk"),
            "source",
            s("clicks"),
            "time",
            s(time.toString()),
            "event",
            s(json(group, number, time, path))));
    return record("INSERT", AGGREGATES, change);
  }

  public static KinesisEvent ofKinesis(List<KinesisEventRecord> records) {
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  public static DynamodbEvent ofTable(List<DynamodbStreamRecord> records) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  private static String json(String group, int number, Instant time, String path) {
    return """
        {"id":"log:%d","client":"%s","time":"%s","method":"GET","path":"%s","protocol":"HTTP/1.1",\
        "status":200,"bytes":5120,"agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}"""
        .formatted(number, group, time, path);
  }

  private static StreamRecord change(int number, Instant time, Map<String, AttributeValue> keys) {
    StreamRecord change = new StreamRecord();
    change.setKeys(keys);
    change.setSequenceNumber("3000000000000000%09d".formatted(number));
    change.setApproximateCreationDateTime(Date.from(time));
    return change;
  }

  private static DynamodbStreamRecord record(String name, String table, StreamRecord change) {
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventID("e" + change.getSequenceNumber());
    record.setEventName(name);
    record.setEventSourceARN(
        "arn:aws:dynamodb:us-east-1:123456789012:table/%s/stream/2026-11-20T09:00:00.000"
            .formatted(table));
    record.setDynamodb(change);
    return record;
  }

  private static Map<String, AttributeValue> page(String path, int version) {
    return Map.of(
        "path",
        s(path),
        "hits",
        n(version),
        "bytes",
        n(version * 512L),
        "lastSeen",
        s("2026-11-20T10:00:00.000Z"),
        "lastStatus",
        n(200),
        "version",
        n(version),
        "writeTokens",
        s("6tqDjOAi:mi3x5c0a 0 6tqDjOAi:mi3x5c0a:" + Long.toString(version, 36)));
  }

  private static AttributeValue s(String text) {
    return new AttributeValue().withS(text);
  }

  private static AttributeValue n(long number) {
    return new AttributeValue().withN(Long.toString(number));
  }
}
