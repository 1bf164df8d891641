package __package__;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.micronaut.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function's logic against a real DynamoDB API, in this JVM. */
class __Name__Test {
  private static final String NEW = "{'id':'a-1','state':'NEW','at':'2026-11-20T10:00:00Z'}";
  private static final String PAID = "{'id':'a-1','state':'PAID','at':'2026-11-20T10:05:00Z'}";

  private static EmbeddedDynamoDb database;
  private VersionedTable<StateEntry> table;

  @BeforeAll
  static void start() {
    database = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private StreamsEventResponse deliver(String... data) {
    __Name__ logic = new __Name__(table);
    StateEventReader reader = new StateEventReader(JsonMapper.createDefault());
    Call call =
        new Call(
            Deadline.after(Duration.ofSeconds(30)), Telemetry.of("__name__", "__name__", "test"));
    return logic.store(StreamBatch.of(batch(List.of(data)), reader::read), call).response();
  }

  @Test
  void theNewestStateOfAnIdIsStored() {
    table = newTable("newest");

    StreamsEventResponse answer = deliver(PAID, NEW);

    assertTrue(answer.getBatchItemFailures().isEmpty());
    assertEquals(
        new StateEntry("a-1", "PAID", Instant.parse("2026-11-20T10:05:00Z")), stored("a-1").value());
  }

  @Test
  void aBatchThatIsDeliveredAgainChangesNothing() {
    table = newTable("again");

    deliver(NEW, PAID);
    deliver(NEW);
    deliver(NEW, PAID);

    assertEquals(1, stored("a-1").version());
  }

  @Test
  void aRecordThatCannotBeReadFailsAloneAndTheOthersAreStored() {
    table = newTable("rejected");

    StreamsEventResponse answer = deliver("{'id':'a-2'}", PAID);

    assertEquals("1", answer.getBatchItemFailures().get(0).getItemIdentifier());
    assertEquals("PAID", stored("a-1").value().state());
  }

  private VersionedItem<StateEntry> stored(String id) {
    return table.get(Key.of("id", id)).orElseThrow();
  }

  private static VersionedTable<StateEntry> newTable(String name) {
    database.createTable(name, "id");
    return __Name__Beans.table(database.client(), name);
  }

  /** A batch as Lambda delivers it, with the sequence numbers 1, 2 and so on. */
  private static KinesisEvent batch(List<String> data) {
    List<KinesisEventRecord> records = new ArrayList<>();
    for (String text : data) {
      String sequenceNumber = Integer.toString(records.size() + 1);
      KinesisEvent.Record content = new KinesisEvent.Record();
      content.setSequenceNumber(sequenceNumber);
      content.setPartitionKey("any");
      content.setApproximateArrivalTimestamp(Date.from(Instant.parse("2026-11-20T10:00:00Z")));
      content.setData(ByteBuffer.wrap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
      KinesisEventRecord record = new KinesisEventRecord();
      record.setEventID("shardId-000000000000:" + sequenceNumber);
      record.setKinesis(content);
      records.add(record);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }
}
