package io.dynamopatterns.aggregator.read;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.table.AggregatedEventItems;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.HeldRound;
import io.dynamopatterns.aggregator.table.IndexKind;
import io.dynamopatterns.aggregator.table.MembersPage;
import io.dynamopatterns.aggregator.table.RejectedInput;
import io.dynamopatterns.aggregator.table.ScanPage;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The read function: a request as JSON, an answer as JSON. */
public final class AggregatorReadFunction {
  private final AggregatesTable table;
  private final CompletionRule rule;

  public AggregatorReadFunction(AggregatesTable table, CompletionRule rule) {
    this.table = table;
    this.rule = rule;
  }

  /**
   * Answers one request, by its field {@code operation}.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    telemetry.count("Reads", 1);
    return switch (fields.choice("operation", "list", "show", "members", "rejected")) {
      case "list" -> list(fields, deadline);
      case "show" -> show(fields, deadline);
      case "members" -> members(fields, deadline);
      default -> rejected(fields, deadline);
    };
  }

  /** Rounds in a state, by page. */
  private Map<String, Object> list(Fields fields, Deadline deadline) {
    RoundState state = fields.oneOf("state", RoundState.class).orElse(RoundState.COLLECTING);
    if (state == RoundState.COLLECTING) {
      return open(Listing.of(fields, "list"), deadline);
    }
    PageRequest asked = fields.page("list", state);
    fields.refuseOthers();
    return closed(state, asked, deadline);
  }

  /**
   * What the index lists, by page.
   *
   * @param olderThan only those that are older
   */
  private record Listing(Instant olderThan, PageRequest page) {
    /** Later than any stored time: a request without a time means all. */
    private static final Instant EVER = Instant.parse("9999-12-31T23:59:59.999Z");

    static Listing of(Fields fields, String operation) {
      Instant olderThan = fields.optionalTime("olderThan").orElse(EVER);
      Listing listing = new Listing(olderThan, fields.page(operation, olderThan));
      fields.refuseOthers();
      return listing;
    }
  }

  private Map<String, Object> open(Listing listing, Deadline deadline) {
    Listed listed = list(IndexKind.OPEN, listing, deadline);
    List<Map<String, AttributeValue>> keys =
        listed.entries().stream().map(AggregatesTable::key).toList();
    return new Answer()
        .put(
            "rounds",
            table.rounds(keys, deadline).stream()
                // The index may be a moment older than the table.
                .filter(Round::isOpen)
                .map(round -> answer(round).json())
                .toList())
        .put("next", listed.next().map(next -> listing.page().cursor(next.toString())))
        .json();
  }

  private Map<String, Object> closed(RoundState state, PageRequest asked, Deadline deadline) {
    AnswerPage page = new AnswerPage(asked, deadline);
    Optional<Map<String, AttributeValue>> place = asked.after().map(ItemJson::read);
    Map<String, String> damaged = new TreeMap<>();
    do {
      ScanPage scanned = table.scanned(state, place, deadline);
      for (Round round : scanned.rounds()) {
        page.add(ItemJson.write(AggregatesTable.key(round)), answer(round).json());
        if (page.isAtEnd()) {
          break;
        }
      }
      damaged.putAll(scanned.damaged());
      place = scanned.next();
      endAt(place.filter(next -> !page.hasRoom()).map(ItemJson::write), page);
      place.filter(next -> !page.isAtEnd()).map(ItemJson::write).ifPresent(page::pass);
    } while (!page.isAtEnd() && place.isPresent());
    Answer answer = page.into(new Answer(), "rounds");
    return (damaged.isEmpty() ? answer : answer.put("damaged", damaged)).json();
  }

  private Map<String, Object> rejected(Fields fields, Deadline deadline) {
    Listing listing = Listing.of(fields, "rejected");
    Listed listed = list(IndexKind.REJECTED, listing, deadline);
    AnswerPage page = new AnswerPage(listing.page(), deadline);
    for (int i = 0; i < listed.entries().size() && !page.isAtEnd(); i++) {
      String position = listed.positions().get(i).toString();
      table
          .rejected(AggregatesTable.key(listed.entries().get(i)), deadline)
          .ifPresentOrElse(record -> page.add(position, json(record)), () -> page.pass(position));
    }
    endAt(listed.next().map(IndexPosition::toString), page);
    return page.into(new Answer(), "rejected").json();
  }

  /**
   * Ends a page that has room for all that was read, at the place after which there may be more.
   */
  private static void endAt(Optional<String> place, AnswerPage page) {
    if (!page.isAtEnd() && place.isPresent()) {
      page.pass(place.get());
      page.end();
    }
  }

  /**
   * Entries of the index.
   *
   * @param positions the place of each
   * @param next where to continue, if there may be more
   */
  private record Listed(
      List<Map<String, AttributeValue>> entries,
      List<IndexPosition> positions,
      Optional<IndexPosition> next) {}

  private Listed list(IndexKind kind, Listing listing, Deadline deadline) {
    List<Map<String, AttributeValue>> entries = new ArrayList<>();
    List<IndexPosition> positions = new ArrayList<>();
    int limit = listing.page().limit();
    IndexPosition place =
        listing.page().after().map(IndexPosition::parse).orElse(IndexPosition.START);
    while (place.shard() < table.indexShards() && entries.size() < limit) {
      Reads.Page<Map<String, AttributeValue>> page =
          table.indexed(
              kind,
              place.shard(),
              listing.olderThan(),
              limit - entries.size(),
              place.after(),
              deadline);
      for (VersionedItem<?> entry : page.items()) {
        entries.add(entry.attributes());
        positions.add(place.at(ItemJson.write(entry.attributes())));
      }
      place = page.next().map(place::at).orElseGet(place::nextShard);
    }
    return new Listed(
        entries,
        positions,
        place.shard() < table.indexShards() ? Optional.of(place) : Optional.empty());
  }

  private Map<String, Object> show(Fields fields, Deadline deadline) {
    String group = fields.text("group");
    OptionalLong number = number(fields);
    fields.refuseOthers();
    return answer(group, round(group, number, deadline)).json();
  }

  private static OptionalLong number(Fields fields) {
    return fields.number("round", 1, 9_999_999_999L);
  }

  /** The round of a number, or the newest one. */
  private Optional<Round> round(String group, OptionalLong number, Deadline deadline) {
    return number.isPresent()
        ? table.round(group, number.getAsLong(), deadline)
        : table.newest(group, deadline).filter(held -> !held.expired()).map(HeldRound::round);
  }

  /** The events of a round, by page. */
  private Map<String, Object> members(Fields fields, Deadline deadline) {
    String group = fields.text("group");
    OptionalLong number = number(fields);
    PageRequest asked = fields.page("members", number, group);
    fields.refuseOthers();
    Optional<Round> round = round(group, number, deadline);
    MembersPage page =
        round
            .map(found -> page(found, asked, deadline))
            .orElseGet(() -> new MembersPage(List.of(), Optional.empty()));
    AnswerPage members = new AnswerPage(asked, deadline);
    for (Map<String, AttributeValue> item : page.items()) {
      if (members.isAtEnd()) {
        break;
      }
      if (table.isLive(item)) {
        try {
          AggregatedEvent event = AggregatedEventItems.read(item);
          members.add(event.id(), json(event, table.json(item, deadline)));
        } catch (RejectedEventException e) {
          // An application's item that is not an event was not counted, and is listed as rejected.
        }
      }
    }
    endAt(page.lastId(), members);
    return members.into(answer(group, round), "members").json();
  }

  private MembersPage page(Round round, PageRequest asked, Deadline deadline) {
    if (round.tally().members().isEmpty()) {
      return table.tagged(round.group(), round.number(), asked.limit(), asked.after(), deadline);
    }
    List<String> ids = round.tally().members().get();
    int from = asked.after().map(id -> ids.indexOf(id) + 1).orElse(0);
    int to = Math.min(ids.size(), from + asked.limit());
    return new MembersPage(
        table.events(round.group(), ids.subList(from, to), deadline),
        to < ids.size() ? Optional.of(ids.get(to - 1)) : Optional.empty());
  }

  private Answer answer(String group, Optional<Round> round) {
    return round
        .map(this::answer)
        .orElseGet(() -> new Answer().put("group", group).put("state", "NONE"));
  }

  private Answer answer(Round round) {
    return new Answer()
        .put("group", round.group())
        .put("round", round.number())
        .put("state", round.state())
        .put("count", round.tally().count())
        .put("late", round.tally().late())
        .put("sources", new TreeMap<>(round.tally().sources()))
        .put(
            "marks",
            Optional.of(round.tally().marks().stream().sorted().toList())
                .filter(marks -> !marks.isEmpty()))
        .flag("split", round.counted().split())
        .put("missing", missing(round))
        .put("openSince", round.openSince())
        .put("closedAt", round.closedAt());
  }

  private Optional<List<String>> missing(Round round) {
    return Optional.of(round)
        .filter(Round::isOpen)
        .map(open -> rule.missing(open.progress()))
        .filter(missing -> !missing.isEmpty());
  }

  private static Map<String, Object> json(AggregatedEvent event, Optional<String> text) {
    Answer json =
        new Answer().put("id", event.id()).put("source", event.source()).put("time", event.time());
    text.ifPresent(known -> json.content("event", known));
    return json.json();
  }

  private static Map<String, Object> json(RejectedInput rejected) {
    return new Answer()
        .put("source", rejected.source())
        .put("shard", rejected.shard())
        .put("sequence", rejected.sequenceNumber())
        .put("arrival", rejected.arrival())
        .put("reason", rejected.reason())
        .content("payload", rejected.payload())
        .json();
  }
}
