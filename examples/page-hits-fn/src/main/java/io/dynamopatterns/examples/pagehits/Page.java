package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.delivery.CountedPositions;
import io.dynamopatterns.common.delivery.Delivered;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A page as its item has it; {@code counted} is how far each shard of the stream is counted. */
@Introspected
record Page(
    String path,
    long hits,
    long bytes,
    Instant lastSeen,
    Optional<Long> lastStatus,
    AttributeValue counted) {

  /** With the clicks that are not counted yet, or empty if all are. */
  Optional<Page> plus(List<Delivered<Click>> clicks, Instant now) {
    CountedPositions positions = CountedPositions.of(counted);
    Page page = this;
    for (Delivered<Click> click : clicks) {
      if (positions.advance(click, now)) {
        page = page.plus(click.value());
      }
    }
    return page == this ? Optional.empty() : Optional.of(page.counted(positions.toAttribute()));
  }

  private Page counted(AttributeValue positions) {
    return new Page(path, hits, bytes, lastSeen, lastStatus, positions);
  }

  private Page plus(Click click) {
    boolean latest = lastSeen == null || !click.time().isBefore(lastSeen);
    return new Page(
        path,
        hits + 1,
        bytes + click.bytes(),
        latest ? click.time() : lastSeen,
        latest ? click.status() : lastStatus,
        counted);
  }
}
