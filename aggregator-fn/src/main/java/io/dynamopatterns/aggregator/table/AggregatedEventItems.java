package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.ingest.StrictJson;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Events as items. Applications may write them, too: {@code pk} is the group, {@code sk} is {@code
 * e#<id>}, {@code source} and {@code time} are text, and so is {@code event}, which is JSON and may
 * be missing.
 */
public final class AggregatedEventItems {
  static final String SOURCE = "source";
  static final String TIME = "time";
  static final String EVENT = "event";

  private static final int MAX_SOURCE_BYTES = 512;

  /** What {@link ItemParts} adds to an event's sort key. */
  private static final Pattern PART_KEY = Pattern.compile("(?s).*#c[0-9]{4,}#[0-9a-f]{16}");

  private AggregatedEventItems() {}

  /**
   * The items of an event, itself last.
   *
   * @param expiresAt epoch seconds, if it expires
   */
  static List<Map<String, AttributeValue>> of(
      AggregatedEvent event, Optional<AttributeValue> expiresAt) {
    Map<String, AttributeValue> item = new TreeMap<>(Keys.event(event.group(), event.id()));
    item.put(SOURCE, AttributeValue.fromS(event.source()));
    item.put(TIME, AttributeValue.fromS(Times.text(event.time())));
    expiresAt.ifPresent(time -> item.put(Keys.EXPIRES_AT, time));
    if (event.json().isEmpty()) {
      return List.of(item);
    }
    byte[] json = event.json().get().getBytes(StandardCharsets.UTF_8);
    if (ItemSize.isAbove(ItemParts.MAX_ITEM - EVENT.length() - json.length, item)) {
      return ItemParts.split(item, EVENT, json);
    }
    item.put(EVENT, AttributeValue.fromS(event.json().get()));
    return List.of(item);
  }

  /** Whether this is the key of an event, or of a part of one. */
  public static boolean isEventKey(Map<String, AttributeValue> key) {
    AttributeValue sk = key.get(Keys.SK);
    return sk != null && sk.s() != null && sk.s().startsWith(Keys.EVENT);
  }

  /** Whether this is a part of an event that is larger than one item. */
  public static boolean isPart(Map<String, AttributeValue> item) {
    return ItemParts.isPart(item) && PART_KEY.matcher(item.get(Keys.SK).s()).matches();
  }

  /**
   * The event that an item holds, without the parts of a large one.
   *
   * @throws RejectedEventException if it is none, saying what is allowed
   */
  public static AggregatedEvent read(Map<String, AttributeValue> item) {
    String id = item.get(Keys.SK).s().substring(Keys.EVENT.length());
    if (id.isEmpty()) {
      throw new RejectedEventException("the id, after 'e#' in the sort key, is empty");
    }
    String source = text(item, SOURCE);
    // A character takes up to three bytes.
    if (3 * source.length() > MAX_SOURCE_BYTES
        && source.getBytes(StandardCharsets.UTF_8).length > MAX_SOURCE_BYTES) {
      throw new RejectedEventException(
          "attribute 'source' must have at most %d bytes".formatted(MAX_SOURCE_BYTES));
    }
    return new AggregatedEvent(
        item.get(Keys.PK).s(),
        id,
        source,
        time(item),
        json(item).map(AggregatedEventItems::checked));
  }

  private static Instant time(Map<String, AttributeValue> item) {
    return Times.ofIso8601(text(item, TIME))
        .orElseThrow(
            () ->
                new RejectedEventException(
                    "attribute 'time' must be a time like 2026-11-20T10:00:00Z, but is other text"));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null || value.s().isEmpty()) {
      throw new RejectedEventException(
          "attribute '%s' must be text (S), but is %s"
              .formatted(
                  name, value == null ? "missing" : value.s() == null ? value.type() : "''"));
    }
    return value.s();
  }

  private static Optional<String> json(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(EVENT);
    if (value == null) {
      return Optional.empty();
    }
    if (value.s() == null) {
      throw new RejectedEventException(
          "attribute 'event' must be text (S), but is " + value.type());
    }
    return Optional.of(value.s());
  }

  private static String checked(String json) {
    try {
      StrictJson.requireObject(json);
      return json;
    } catch (RejectedEventException e) {
      throw new RejectedEventException(
          "attribute 'event' must be one JSON object: " + e.getMessage());
    }
  }
}
