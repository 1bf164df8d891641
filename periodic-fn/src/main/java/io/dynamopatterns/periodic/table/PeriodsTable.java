package io.dynamopatterns.periodic.table;

import io.dynamopatterns.common.Backoff;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table of a periodic aggregator, by what is in it.
 *
 * <table>
 *   <caption>Items</caption>
 *   <tr><th>item</th><th>pk</th><th>sk</th></tr>
 *   <tr><td>event</td><td>bucket#shard</td><td>group time id</td></tr>
 *   <tr><td>head of a bucket</td><td>heads#day</td><td>bucket</td></tr>
 *   <tr><td>chunk of a manifest</td><td>manifest#bucket</td><td>&gt;cursor</td></tr>
 *   <tr><td>rejected record</td><td>rejected#day#spread</td><td>arrival shard sequence</td></tr>
 * </table>
 *
 * @param name the table's name
 * @param heads the heads of buckets
 * @param events the events
 * @param manifests which events are in the digests of a bucket
 * @param rejected records that hold no event
 */
public record PeriodsTable(
    String name, Heads heads, Events events, Manifests manifests, RejectedRecords rejected) {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String EXPIRES_AT = "expiresAt";

  /**
   * The table of this name.
   *
   * @param writes how often and when inserts that failed are sent again
   */
  public static PeriodsTable of(DynamoDbClient client, String name, Backoff writes) {
    return new PeriodsTable(
        name,
        new Heads(client, name),
        new Events(client, name, writes),
        new Manifests(client, name),
        new RejectedRecords(client, name, writes));
  }

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of(PK, text(pk), SK, text(sk));
  }

  static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  static long number(Map<String, AttributeValue> item, String attribute) {
    return Long.parseLong(item.get(attribute).n());
  }

  static void putExpiry(Map<String, AttributeValue> item, Optional<Instant> expiresAt) {
    expiresAt.ifPresent(time -> item.put(EXPIRES_AT, number(time.getEpochSecond())));
  }

  static Optional<Instant> expiry(Map<String, AttributeValue> item) {
    return item.containsKey(EXPIRES_AT)
        ? Optional.of(Instant.ofEpochSecond(number(item, EXPIRES_AT)))
        : Optional.empty();
  }
}
