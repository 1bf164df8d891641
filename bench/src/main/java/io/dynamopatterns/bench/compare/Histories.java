package io.dynamopatterns.bench.compare;

import static com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer.toAttributeValueMapV2;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Functions that keep every change of a table. */
final class Histories {
  static final String HISTORY = "history";
  private static final HistorySettings SETTINGS =
      HistorySettings.of(Variables.of(Map.of("HISTORY_TABLE", HISTORY)));
  private static final int BATCH = 25;

  private Histories() {}

  /** The partition of an item's entries in history's table. */
  static String partition(String item) {
    return new ItemKey(SourceItems.SOURCE, Map.of("pk", AttributeValue.fromS(item))).text();
  }

  static StreamsEventResponse byRecorder(DynamoDbClient client, DynamodbEvent event, Call call) {
    HistoryTable table =
        new HistoryTable(client, HISTORY, Duration.ZERO, Backoff.WRITES, Clock.systemUTC());
    return new Recorder(table, SETTINGS).record(StreamBatch.of(event), call).response();
  }

  /** A put of each change, under its sequence number: twice is the same item. */
  static StreamsEventResponse byPut(DynamoDbClient client, DynamodbEvent event) {
    return EachRecord.of(
        event, record -> client.putItem(put -> put.tableName(HISTORY).item(entry(record))));
  }

  /**
   * The same entries, 25 a request. What is not processed is sent again.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>
   */
  static StreamsEventResponse byBatch(DynamoDbClient client, DynamodbEvent event) {
    List<WriteRequest> puts = new ArrayList<>();
    for (DynamodbStreamRecord record : event.getRecords()) {
      puts.add(WriteRequest.builder().putRequest(put -> put.item(entry(record))).build());
    }
    for (int from = 0; from < puts.size(); from += BATCH) {
      Map<String, List<WriteRequest>> left =
          Map.of(HISTORY, puts.subList(from, Math.min(puts.size(), from + BATCH)));
      while (!left.isEmpty()) {
        Map<String, List<WriteRequest>> now = left;
        left = client.batchWriteItem(batch -> batch.requestItems(now)).unprocessedItems();
      }
    }
    return new StreamsEventResponse(List.of());
  }

  private static Map<String, AttributeValue> entry(DynamodbStreamRecord record) {
    Map<String, AttributeValue> image = toAttributeValueMapV2(record.getDynamodb().getNewImage());
    Map<String, AttributeValue> entry = new HashMap<>();
    entry.put("pk", image.get("pk"));
    entry.put("sk", AttributeValue.fromS(record.getDynamodb().getSequenceNumber()));
    entry.put("eventName", AttributeValue.fromS(record.getEventName()));
    entry.put("version", image.get("version"));
    entry.put("newImage", AttributeValue.fromM(image));
    return entry;
  }
}
