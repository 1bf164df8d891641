package io.dynamopatterns.aggregator.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.table.AggregatedEventItems;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.JsonText;
import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.item.ItemParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The events that tell of closed rounds. They carry the members where those are listed in the round
 * and fit; else a pointer to them.
 */
public final class RoundEvents {
  static final String SOURCE = "dynamopatterns.aggregator";
  static final String COMPLETED = "AggregateCompleted";
  static final String EXPIRED = "AggregateExpired";

  private static final int VERSION = 1;

  /** Room for the envelope around the detail. */
  private static final int MAX_DETAIL = EventPublisher.MAX_BYTES - 1024;

  /** For this long the table's stream delivers the record of a closed round. */
  private static final Duration REDELIVERY = Duration.ofDays(1);

  private final AggregatesTable table;

  public RoundEvents(AggregatesTable table) {
    this.table = table;
  }

  /** The event of a closed round: the same whenever it is made, as long as its members are kept. */
  FleetEvent of(Round round, Deadline deadline) {
    Instant closedAt = round.closedAt().orElseThrow();
    Optional<List<AggregatedEvent>> members =
        round
            .tally()
            .members()
            .flatMap(ids -> members(round.group(), ids, closedAt.plus(REDELIVERY), deadline));
    String type = round.state() == RoundState.COMPLETE ? COMPLETED : EXPIRED;
    String pointer = detail(round, closedAt, Optional.empty());
    String whole = members.isPresent() ? detail(round, closedAt, members) : pointer;
    boolean fits = whole.getBytes(StandardCharsets.UTF_8).length <= MAX_DETAIL;
    return members.isPresent() && fits
        ? new FleetEvent(SOURCE, type, whole, Optional.of(pointer), closedAt)
        : new FleetEvent(SOURCE, type, pointer, closedAt);
  }

  /**
   * All members, or empty where one is gone, changed or too large for any event, or may be gone at
   * the next delivery.
   */
  private Optional<List<AggregatedEvent>> members(
      String group, List<String> ids, Instant kept, Deadline deadline) {
    List<Map<String, AttributeValue>> items = table.events(group, ids, deadline);
    if (items.size() < ids.size()
        || items.stream()
            .anyMatch(item -> ItemParts.hasParts(item) || !AggregatesTable.isLive(item, kept))) {
      return Optional.empty();
    }
    try {
      return Optional.of(items.stream().map(AggregatedEventItems::read).toList());
    } catch (RejectedEventException e) {
      return Optional.empty();
    }
  }

  private String detail(Round round, Instant closedAt, Optional<List<AggregatedEvent>> members) {
    return JsonText.of(
        json -> {
          json.writeNumberField("version", VERSION);
          json.writeStringField("id", id(round));
          json.writeStringField("time", Times.text(closedAt));
          json.writeStringField("group", round.group());
          json.writeNumberField("round", round.number());
          json.writeNumberField("count", round.tally().count());
          json.writeObjectFieldStart("sources");
          for (Map.Entry<String, Long> source : new TreeMap<>(round.tally().sources()).entrySet()) {
            json.writeNumberField(source.getKey(), source.getValue());
          }
          json.writeEndObject();
          json.writeStringField("openSince", Times.text(round.openSince()));
          if (members.isPresent()) {
            writeMembers(json, members.get());
          } else {
            writePointer(json, round);
          }
        });
  }

  private static void writeMembers(JsonGenerator json, List<AggregatedEvent> members)
      throws IOException {
    json.writeArrayFieldStart("members");
    for (AggregatedEvent member : members) {
      json.writeStartObject();
      json.writeStringField("id", member.id());
      json.writeStringField("source", member.source());
      json.writeStringField("time", Times.text(member.time()));
      if (member.json().isPresent()) {
        json.writeFieldName("event");
        json.writeRawValue(member.json().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writePointer(JsonGenerator json, Round round) throws IOException {
    json.writeObjectFieldStart("pointer");
    json.writeStringField("table", table.name());
    json.writeStringField("group", round.group());
    json.writeNumberField("round", round.number());
    json.writeNumberField("count", round.tally().count());
    json.writeEndObject();
  }

  /**
   * Names this end of this round among those of all groups of all tables. A group that is kept for
   * a limited time may begin anew with round 1; the time distinguishes the two.
   */
  private String id(Round round) {
    String name =
        String.join(
            "\n",
            table.name(),
            round.group(),
            Long.toString(round.number()),
            round.state().name(),
            Times.text(round.openSince()));
    return HexFormat.of().formatHex(Sha256.of(name), 0, 16);
  }
}
