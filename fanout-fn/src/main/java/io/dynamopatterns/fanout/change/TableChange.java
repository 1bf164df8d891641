package io.dynamopatterns.fanout.change;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.record.StreamChange;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One change of one item. It is told from its place in the stream, which is the key of its entry in
 * the history: so a change read from there is the same, with the same id, as the one that the
 * stream delivered.
 *
 * @param item whose change
 * @param position its place among the changes of the item
 * @param eventName what happened: never a baseline, which is no change
 * @param byTimeToLive whether DynamoDB deleted the item because its time to live had passed
 * @param newImage the item after the change, as far as the stream or the history has it
 * @param oldImage the item before the change, as far as the stream or the history has it
 */
public record TableChange(
    ItemKey item,
    Position position,
    EventName eventName,
    boolean byTimeToLive,
    Optional<Map<String, AttributeValue>> newImage,
    Optional<Map<String, AttributeValue>> oldImage) {

  public TableChange {
    if (eventName == EventName.BASELINE) {
      throw new IllegalArgumentException("a baseline is no change: " + item + " at " + position);
    }
  }

  /** The change that a stream tells of. */
  static TableChange of(StreamChange change) {
    return new TableChange(
        change.item(),
        change.position(),
        change.eventName(),
        change.byTimeToLive(),
        change.newImage(),
        change.oldImage());
  }

  /**
   * The change that the history keeps.
   *
   * @throws IllegalArgumentException if the entry is a baseline
   */
  public static TableChange of(Entry entry) {
    return new TableChange(
        entry.item(),
        entry.position(),
        entry.eventName(),
        entry.byTimeToLive(),
        entry.newImage(),
        entry.oldImage());
  }

  /** What consumers tell duplicates by: the same at every delivery and in every replay. */
  public String id() {
    return Sha256.hex(item.text() + '\n' + position);
  }

  /** Whose order is kept: the same for all changes of the item. */
  public String group() {
    return Sha256.hex(item.text());
  }

  /** The sequence number in the stream, without the leading zeros that the history gives it. */
  public String sequenceNumber() {
    String digits = position.sequence();
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    return digits.substring(first);
  }
}
