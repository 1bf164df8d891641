package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.time.Clock;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Counts clicks per page. All clicks of a batch on one page become one versioned update; pages are
 * updated side by side. Each page remembers how far it has counted every shard, so that a batch
 * that is delivered again changes nothing.
 */
class PageHits {
  /** Calls to DynamoDB wait rather than compute, so more of them than cores may be under way. */
  private static final int PARALLELISM = 8;

  private final VersionedTable<Map<String, AttributeValue>> pages;
  private final ClickReader reader;
  private final Clock clock;

  PageHits(VersionedTable<Map<String, AttributeValue>> pages, ClickReader reader, Clock clock) {
    this.pages = pages;
    this.reader = reader;
    this.clock = clock;
  }

  /** Counts one batch and says from where it must be delivered again, if it must. */
  StreamsEventResponse count(KinesisEvent event, Deadline deadline, Telemetry telemetry) {
    Instant now = clock.instant();
    Map<KinesisEventRecord, StreamedClick> clicks = new IdentityHashMap<>();
    StreamBatch<KinesisEventRecord> batch =
        StreamBatch.of(
            event,
            message -> {
              clicks.put(message, StreamedClick.of(message, reader.read(message), now));
              return clicks.get(message).click().path();
            });
    batch.process(
        PARALLELISM,
        deadline,
        lane -> update(lane.stream().map(clicks::get).toList(), deadline, telemetry));
    batch.forEachFailure(
        (message, cause) -> report(message, cause, clicks.containsKey(message), telemetry));
    return batch.response();
  }

  private void update(List<StreamedClick> clicks, Deadline deadline, Telemetry telemetry) {
    String path = clicks.getFirst().click().path();
    WriteOutcome<?> outcome =
        pages
            .within(deadline)
            .update(PageItem.key(path), current -> counted(path, current, clicks));
    outcome.orElseThrow();
    if (outcome instanceof WriteOutcome.Applied<?> applied) {
      telemetry.count("PagesUpdated", 1);
      telemetry.count("LostRaces", applied.lostRaces());
    } else {
      telemetry.count("PagesAlreadyCounted", 1);
    }
  }

  private static Optional<Map<String, AttributeValue>> counted(
      String path, Optional<Map<String, AttributeValue>> current, List<StreamedClick> clicks) {
    PageItem page = PageItem.of(path, current);
    boolean news = false;
    for (StreamedClick click : clicks) {
      news |= page.count(click);
    }
    return news ? Optional.of(page.toAttributes()) : Optional.empty();
  }

  private static void report(
      KinesisEventRecord message, Throwable cause, boolean isClick, Telemetry telemetry) {
    telemetry.count(isClick ? "NotCounted" : "Rejected", 1);
    telemetry.error(
        isClick ? "page not counted" : "record rejected", cause, "eventId", message.getEventID());
  }
}
