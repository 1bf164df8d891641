package io.dynamopatterns.aggregator.read;

import io.dynamopatterns.aggregator.round.RoundState;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface AggregatorReadRequest {
  /** Later than any stored time: a request without a time means all. */
  Instant EVER = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * What the index lists, by page.
   *
   * @param olderThan only those that are older
   */
  record Listing(Instant olderThan, PageRequest page) {}

  /** Open rounds. */
  record Open(Listing listing) implements AggregatorReadRequest {}

  /** Rounds that are closed, in this state. */
  record Closed(RoundState state, PageRequest page) implements AggregatorReadRequest {}

  /** Rejected records. */
  record Rejected(Listing listing) implements AggregatorReadRequest {}

  /** The state of a group: of its newest round, unless the request names one. */
  record Group(String group, OptionalLong round) implements AggregatorReadRequest {}

  /** The events of a round, by page. */
  record Members(String group, OptionalLong round, PageRequest page)
      implements AggregatorReadRequest {}

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static AggregatorReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    String operation = fields.choice("operation", "list", "show", "members", "rejected");
    AggregatorReadRequest read =
        switch (operation) {
          case "list" -> list(fields, operation);
          case "rejected" -> new Rejected(listing(fields, operation));
          case "show" -> new Group(fields.text("group"), round(fields));
          default -> members(fields);
        };
    fields.refuseOthers();
    return read;
  }

  private static AggregatorReadRequest list(Fields fields, String operation) {
    RoundState state = fields.oneOf("state", RoundState.class).orElse(RoundState.COLLECTING);
    return state == RoundState.COLLECTING
        ? new Open(listing(fields, operation))
        : new Closed(state, fields.page(operation, state));
  }

  private static Listing listing(Fields fields, String operation) {
    Instant olderThan = fields.optionalTime("olderThan").orElse(EVER);
    return new Listing(olderThan, fields.page(operation, olderThan));
  }

  private static Members members(Fields fields) {
    String group = fields.text("group");
    OptionalLong round = round(fields);
    return new Members(group, round, fields.page("members", round, group));
  }

  private static OptionalLong round(Fields fields) {
    return fields.number("round", 1, 9_999_999_999L);
  }
}
