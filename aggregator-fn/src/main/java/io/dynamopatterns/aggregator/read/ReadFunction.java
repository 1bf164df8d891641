package io.dynamopatterns.aggregator.read;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.EventItems;
import io.dynamopatterns.aggregator.table.HeldRound;
import io.dynamopatterns.aggregator.table.IndexKind;
import io.dynamopatterns.aggregator.table.IndexPage;
import io.dynamopatterns.aggregator.table.MalformedEventException;
import io.dynamopatterns.aggregator.table.MembersPage;
import io.dynamopatterns.aggregator.table.RejectedRecord;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The read function: a request as JSON, an answer as JSON. */
public final class ReadFunction {
  /** A page ends here: Lambda's answers have at most 6 MB, and JSON needs its room in it. */
  static final int MAX_PAGE_BYTES = 3 * 1024 * 1024;

  private static final String CURSOR = "cursor";

  private final AggregatesTable table;

  public ReadFunction(AggregatesTable table) {
    this.table = table;
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    ReadRequest read = ReadRequest.of(request);
    telemetry.count("Reads", 1);
    return switch (read) {
      case ReadRequest.Open open -> open(open.listing(), deadline);
      case ReadRequest.Rejected rejected -> rejected(rejected.listing(), deadline);
      case ReadRequest.Group group -> group(group, deadline);
      case ReadRequest.Members members -> members(members, deadline);
    };
  }

  private Map<String, Object> open(ReadRequest.Listing listing, Deadline deadline) {
    Listed listed = list(IndexKind.OPEN, listing, deadline);
    List<Map<String, AttributeValue>> keys =
        listed.entries().stream().map(AggregatesTable::key).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "rounds",
        table.rounds(keys, deadline).stream()
            // The index may be a moment behind the table.
            .filter(Round::isOpen)
            .map(ReadFunction::json)
            .toList());
    listed.next().ifPresent(next -> answer.put(CURSOR, cursor(listing.scope(), next.toString())));
    return answer;
  }

  private Map<String, Object> rejected(ReadRequest.Listing listing, Deadline deadline) {
    Listed listed = list(IndexKind.REJECTED, listing, deadline);
    List<Map<String, Object>> records = new ArrayList<>();
    Optional<IndexPosition> next = listed.next();
    int bytes = 0;
    for (int i = 0; i < listed.entries().size(); i++) {
      Optional<RejectedRecord> kept =
          table.rejected(AggregatesTable.key(listed.entries().get(i)), deadline);
      int size = kept.map(entry -> entry.payload().length).orElse(0);
      if (i > 0 && bytes + size > MAX_PAGE_BYTES) {
        next = Optional.of(listed.positions().get(i - 1));
        break;
      }
      bytes += size;
      kept.ifPresent(entry -> records.add(json(entry)));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("records", records);
    next.ifPresent(place -> answer.put(CURSOR, cursor(listing.scope(), place.toString())));
    return answer;
  }

  /**
   * Entries of the index.
   *
   * @param positions the place of each
   * @param next where to go on, if there may be more
   */
  private record Listed(
      List<Map<String, AttributeValue>> entries,
      List<IndexPosition> positions,
      Optional<IndexPosition> next) {}

  private Listed list(IndexKind kind, ReadRequest.Listing listing, Deadline deadline) {
    List<Map<String, AttributeValue>> entries = new ArrayList<>();
    List<IndexPosition> positions = new ArrayList<>();
    IndexPosition place = listing.after().orElse(IndexPosition.START);
    while (place.shard() < table.indexShards() && entries.size() < listing.limit()) {
      IndexPage page =
          table.indexed(
              kind,
              place.shard(),
              listing.olderThan(),
              listing.limit() - entries.size(),
              place.after(),
              deadline);
      for (Map<String, AttributeValue> entry : page.entries()) {
        entries.add(entry);
        positions.add(place.at(entry));
      }
      place = page.next().map(place::at).orElseGet(place::nextShard);
    }
    return new Listed(
        entries,
        positions,
        place.shard() < table.indexShards() ? Optional.of(place) : Optional.empty());
  }

  private Map<String, Object> group(ReadRequest.Group request, Deadline deadline) {
    return json(request.group(), round(request.group(), request.round(), deadline));
  }

  private Optional<Round> round(String group, OptionalLong number, Deadline deadline) {
    return number.isPresent()
        ? table.round(group, number.getAsLong(), deadline)
        : table.newest(group, deadline).filter(held -> !held.expired()).map(HeldRound::round);
  }

  private Map<String, Object> members(ReadRequest.Members request, Deadline deadline) {
    Optional<Round> round = round(request.group(), request.round(), deadline);
    MembersPage page =
        round
            .map(found -> page(found, request, deadline))
            .orElseGet(() -> new MembersPage(List.of(), Optional.empty()));
    List<Map<String, Object>> members = new ArrayList<>();
    Optional<String> lastId = page.lastId();
    int bytes = 0;
    for (Map<String, AttributeValue> item : page.items()) {
      if (!table.isLive(item)) {
        continue;
      }
      try {
        AggregatedEvent event = EventItems.read(item);
        Optional<String> json = table.json(item, deadline);
        int size = json.map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
        if (!members.isEmpty() && bytes + size > MAX_PAGE_BYTES) {
          lastId = Optional.of((String) members.getLast().get("id"));
          break;
        }
        bytes += size;
        members.add(json(event, json, size));
      } catch (MalformedEventException e) {
        // An application's item that is no event was not counted, and is listed as rejected.
      }
    }
    Map<String, Object> answer = json(request.group(), round);
    answer.put("members", members);
    lastId.ifPresent(id -> answer.put(CURSOR, cursor(request.scope(), id)));
    return answer;
  }

  private MembersPage page(Round round, ReadRequest.Members request, Deadline deadline) {
    if (round.members().isEmpty()) {
      return table.tagged(
          round.group(), round.number(), request.limit(), request.afterId(), deadline);
    }
    List<String> ids = round.members().get();
    int from = request.afterId().map(id -> ids.indexOf(id) + 1).orElse(0);
    int to = Math.min(ids.size(), from + request.limit());
    return new MembersPage(
        table.events(round.group(), ids.subList(from, to), deadline),
        to < ids.size() ? Optional.of(ids.get(to - 1)) : Optional.empty());
  }

  private static Map<String, Object> json(String group, Optional<Round> round) {
    if (round.isPresent()) {
      return json(round.get());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group);
    json.put("state", "NONE");
    return json;
  }

  private static Map<String, Object> json(Round round) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", round.group());
    json.put("round", round.number());
    json.put("state", round.state().name());
    json.put("count", round.count());
    json.put("late", round.late());
    json.put("sources", new TreeMap<>(round.sources()));
    if (!round.marks().isEmpty()) {
      json.put("marks", round.marks().stream().sorted().toList());
    }
    if (round.split()) {
      json.put("split", true);
    }
    json.put("openSince", Times.text(round.openSince()));
    round.closedAt().ifPresent(time -> json.put("closedAt", Times.text(time)));
    return json;
  }

  /** An event; one that no answer can hold is shown without itself, but with its size. */
  private static Map<String, Object> json(AggregatedEvent event, Optional<String> text, int size) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", event.id());
    json.put("source", event.source());
    json.put("time", Times.text(event.time()));
    if (size > MAX_PAGE_BYTES) {
      json.put("bytes", size);
    } else {
      text.ifPresent(whole -> json.put("event", whole));
    }
    return json;
  }

  /** A rejected record; one that no answer can hold is shown without its payload. */
  private static Map<String, Object> json(RejectedRecord rejected) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", rejected.source());
    json.put("shard", rejected.shard());
    json.put("sequence", rejected.sequenceNumber());
    json.put("arrival", Times.text(rejected.arrival()));
    json.put("reason", rejected.reason());
    json.put("bytes", rejected.payload().length);
    if (rejected.payload().length <= MAX_PAGE_BYTES) {
      json.put("payload", Base64.getEncoder().encodeToString(rejected.payload()));
    }
    return json;
  }

  private static String cursor(String scope, String position) {
    return PageCursor.checked().encode(scope, position);
  }
}
