package io.dynamopatterns.periodic.close;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.JsonText;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.EventHash;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.CarriedGroup;
import io.dynamopatterns.periodic.table.CloseProgress;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The events that the closing of a bucket publishes, as {@code docs/events} describes them. The
 * same bucket and group always make the same event, so one that is published again after a crash is
 * recognised by its id.
 */
final class DigestEvents {
  private static final String SOURCE = "dynamopatterns.periodic";
  private static final String DIGEST_READY = "DigestReady";
  private static final String PERIOD_CLOSED = "PeriodClosed";
  private static final int VERSION = 1;

  /** What an entry has beside its detail: the time, the source, the type. */
  private static final int ENVELOPE = 128;

  private final String table;
  private final BucketHead head;

  /**
   * @param table the table's name, for pointers
   */
  DigestEvents(String table, BucketHead head) {
    this.table = table;
    this.head = head;
  }

  /** The digest of a group with its events, or with a pointer to them where they are too large. */
  FleetEvent digest(CarriedGroup group, List<StoredEvent> members) {
    boolean complete = members.stream().allMatch(member -> member.json().isPresent());
    if (complete) {
      String detail =
          JsonText.of(json -> writeDigest(json, group, rest -> writeMembers(rest, members)));
      if (detail.getBytes(StandardCharsets.UTF_8).length + ENVELOPE <= EventPublisher.MAX_BYTES) {
        FleetEvent pointer = digest(group);
        return new FleetEvent(
            SOURCE, DIGEST_READY, detail, Optional.of(pointer.detail()), head.end());
      }
    }
    return digest(group);
  }

  /** The digest of a group with a pointer to its events. */
  FleetEvent digest(CarriedGroup group) {
    return event(
        DIGEST_READY,
        JsonText.of(json -> writeDigest(json, group, rest -> writePointer(rest, group))));
  }

  /** Says that a bucket is closed, and what all its digests add up to. */
  FleetEvent closed(CloseProgress total) {
    return event(
        PERIOD_CLOSED,
        JsonText.of(
            json -> {
              writeBucket(json, "closed");
              json.writeNumberField("events", total.events());
              json.writeNumberField("digests", total.digests());
              if (total.refused() > 0) {
                json.writeNumberField("refusedDigests", total.refused());
              }
            }));
  }

  private void writeDigest(JsonGenerator json, CarriedGroup group, JsonText.Content rest)
      throws IOException {
    writeBucket(json, "digest/" + EventHash.of(group.group()));
    json.writeStringField("group", group.group());
    json.writeNumberField("count", group.events());
    json.writeStringField("first", Times.text(group.first()));
    json.writeStringField("last", Times.text(group.last()));
    rest.write(json);
  }

  private void writeBucket(JsonGenerator json, String what) throws IOException {
    Bucket bucket = head.bucket();
    json.writeNumberField("version", VERSION);
    json.writeStringField("id", "%s/%s/%s".formatted(table, bucket, what));
    json.writeStringField("time", Times.text(head.end()));
    json.writeStringField("period", bucket.period());
    json.writeStringField("start", Times.text(head.start()));
    json.writeStringField("end", Times.text(head.end()));
    json.writeNumberField("generation", bucket.generation());
    json.writeBooleanField("late", bucket.isLate());
  }

  private static void writeMembers(JsonGenerator json, List<StoredEvent> members)
      throws IOException {
    json.writeArrayFieldStart("members");
    for (StoredEvent member : members) {
      json.writeStartObject();
      json.writeStringField("id", member.key().id());
      json.writeStringField("time", Times.text(member.key().time()));
      json.writeFieldName("event");
      json.writeRawValue(member.json().orElseThrow());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writePointer(JsonGenerator json, CarriedGroup group) throws IOException {
    json.writeObjectFieldStart("pointer");
    json.writeStringField("table", table);
    json.writeStringField("period", head.bucket().period());
    json.writeNumberField("generation", head.bucket().generation());
    json.writeStringField("group", group.group());
    json.writeNumberField("count", group.events());
    json.writeEndObject();
  }

  private FleetEvent event(String type, String detail) {
    return new FleetEvent(SOURCE, type, detail, head.end());
  }
}
