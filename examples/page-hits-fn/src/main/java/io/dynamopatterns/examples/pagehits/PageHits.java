package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.delivery.Lane;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Counts clicks per page: all clicks of a batch on one page become one versioned update. */
@Singleton
class PageHits {
  private final VersionedTable<Page> pages;

  PageHits(DynamoDbClient client, Variables variables) {
    String table = variables.required("PAGE_HITS_TABLE", Kind.TABLE, "the table of pages");
    pages = new VersionedTable<>(client, VersionedSchema.of(table, "path").as(Page.class));
  }

  StreamBatch<Click> count(StreamBatch<Click> clicks, Call call) {
    return clicks.by(Click::path).run(call, "counted", lane -> count(lane, call));
  }

  private void count(Lane<Click> lane, Call call) {
    Page none = new Page(lane.key(), 0, 0, null, Optional.empty(), null);
    WriteOutcome<Page> outcome =
        pages
            .within(call.deadline())
            .update(
                Key.of("path", lane.key()),
                page -> page.orElse(none).plus(lane.records(), Instant.now()));
    outcome.orElseThrow();
    if (outcome instanceof WriteOutcome.Applied<Page> applied) {
      call.telemetry().count("LostRaces", applied.lostRaces());
    }
  }
}
