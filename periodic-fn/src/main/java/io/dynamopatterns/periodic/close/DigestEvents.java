package io.dynamopatterns.periodic.close;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
  private static final JsonFactory JSON = new JsonFactory();

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
      String detail = detail(json -> writeDigest(json, group, () -> writeMembers(json, members)));
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
        DIGEST_READY, detail(json -> writeDigest(json, group, () -> writePointer(json, group))));
  }

  /** Says that a bucket is closed, and what all its digests add up to. */
  FleetEvent closed(CloseProgress total) {
    return event(
        PERIOD_CLOSED,
        detail(
            json -> {
              writeBucket(json, "closed");
              json.writeNumberField("events", total.events());
              json.writeNumberField("digests", total.digests());
              if (total.refused() > 0) {
                json.writeNumberField("refusedDigests", total.refused());
              }
            }));
  }

  private void writeDigest(JsonGenerator json, CarriedGroup group, Content content)
      throws IOException {
    writeBucket(json, "digest/" + EventHash.of(group.group()));
    json.writeStringField("group", group.group());
    json.writeNumberField("count", group.events());
    json.writeStringField("first", Times.text(group.first()));
    json.writeStringField("last", Times.text(group.last()));
    content.write();
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

  private static String detail(Fields fields) {
    StringWriter detail = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(detail)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return detail.toString();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  @FunctionalInterface
  private interface Content {
    void write() throws IOException;
  }
}
