package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.stream.CountedPositions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A page on its way from one version to the next. */
final class PageItem {
  static final String PATH = "path";
  private static final String HITS = "hits";
  private static final String BYTES = "bytes";
  private static final String LAST_SEEN = "lastSeen";
  private static final String LAST_STATUS = "lastStatus";
  private static final String COUNTED = "counted";

  private final Map<String, AttributeValue> attributes;
  private final CountedPositions counted;
  private long hits;
  private long bytes;
  private Instant lastSeen;

  private PageItem(Map<String, AttributeValue> attributes) {
    this.attributes = new HashMap<>(attributes);
    this.counted = CountedPositions.of(attributes.get(COUNTED));
    this.hits = number(HITS);
    this.bytes = number(BYTES);
    AttributeValue seen = attributes.get(LAST_SEEN);
    this.lastSeen = seen == null ? Instant.MIN : Instant.parse(seen.s());
  }

  static Key key(String path) {
    return Key.of(PATH, path);
  }

  /** The page as it stands, or one without hits. */
  static PageItem of(String path, Optional<Map<String, AttributeValue>> current) {
    return new PageItem(current.orElseGet(() -> key(path).attributes()));
  }

  /**
   * Counts a click, unless it was counted before.
   *
   * @return whether it is counted now
   */
  boolean count(StreamedClick click) {
    if (counted.contains(click.shardId(), click.sequenceNumber())) {
      return false;
    }
    hits++;
    bytes += click.click().bytes();
    if (!click.click().time().isBefore(lastSeen)) {
      seen(click.click());
    }
    counted.advance(click.shardId(), click.sequenceNumber(), click.seen());
    return true;
  }

  /** The latest click; of several at one time, the one that is counted last. */
  private void seen(Click latest) {
    lastSeen = latest.time();
    if (latest.status() == null) {
      attributes.remove(LAST_STATUS);
    } else {
      attributes.put(LAST_STATUS, AttributeValue.fromN(latest.status().toString()));
    }
  }

  Map<String, AttributeValue> toAttributes() {
    attributes.put(HITS, AttributeValue.fromN(Long.toString(hits)));
    attributes.put(BYTES, AttributeValue.fromN(Long.toString(bytes)));
    attributes.put(LAST_SEEN, AttributeValue.fromS(Times.text(lastSeen)));
    attributes.put(COUNTED, counted.toAttribute());
    return attributes;
  }

  private long number(String name) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      return 0;
    }
    try {
      return Long.parseLong(value.n());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "page %s: attribute '%s' must be a whole number (N), but is %s"
              .formatted(attributes.get(PATH).s(), name, value.type()),
          e);
    }
  }
}
