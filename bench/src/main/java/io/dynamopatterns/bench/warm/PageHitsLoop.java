package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.bench.run.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Adds the clicks of each page to its item. */
final class PageHitsLoop {
  private final DynamoDbClient client;

  PageHitsLoop(DynamoDbClient client) {
    this.client = client;
  }

  private record Arrived(PlainClick click, KinesisEventRecord record) {}

  void count(KinesisEvent event) {
    Map<String, List<Arrived>> pages = new LinkedHashMap<>();
    for (KinesisEventRecord record : event.getRecords()) {
      PlainClick click = PlainClick.of(record);
      pages
          .computeIfAbsent(click.path(), path -> new ArrayList<>())
          .add(new Arrived(click, record));
    }
    Loops.inThreads(pages.entrySet(), page -> count(page.getKey(), page.getValue()));
  }

  private void count(String path, List<Arrived> clicks) {
    Map<String, AttributeValue> page =
        client
            .getItem(
                get ->
                    get.tableName(Records.PAGES)
                        .key(Map.of("path", Loops.s(path)))
                        .consistentRead(true))
            .item();
    long bytes = Long.parseLong(page.get("bytes").n());
    Instant lastSeen = Instant.parse(page.get("lastSeen").s());
    long status = Long.parseLong(page.get("lastStatus").n());
    Map<String, AttributeValue> counted = new HashMap<>(page.get("counted").m());
    for (Arrived arrived : clicks) {
      bytes += arrived.click().bytes();
      Instant time = Instant.parse(arrived.click().time());
      if (!time.isBefore(lastSeen)) {
        lastSeen = time;
        status = arrived.click().status();
      }
    }
    KinesisEventRecord last = clicks.getLast().record();
    counted.put(
        last.getEventID().substring(0, last.getEventID().indexOf(':')),
        Loops.s(last.getKinesis().getSequenceNumber() + '@' + Instant.now().getEpochSecond()));
    Map<String, AttributeValue> next = new HashMap<>(page);
    next.put("hits", Loops.n(Long.parseLong(page.get("hits").n()) + clicks.size()));
    next.put("bytes", Loops.n(bytes));
    next.put("lastSeen", Loops.s(Loops.text(lastSeen)));
    next.put("lastStatus", Loops.n(status));
    next.put("counted", AttributeValue.fromM(counted));
    Loops.replace(client, Records.PAGES, "path", page, next);
  }
}
