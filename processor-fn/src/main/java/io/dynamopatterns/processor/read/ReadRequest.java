package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.processor.work.WorkState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface ReadRequest {

  /**
   * Work in a state, the longest in it first, by page.
   *
   * @param olderThan only what came into the state before this time
   * @param after where the page before ended
   */
  record ListWork(WorkState state, Optional<Instant> olderThan, int limit, Optional<String> after)
      implements ReadRequest {

    String cursor(String last) {
      return PageCursor.checked().encode(scope(), last);
    }

    private String scope() {
      return "list\n" + state + '\n' + olderThan.map(Instant::toString).orElse("");
    }
  }

  /** All about one piece of work. */
  record Get(String id) implements ReadRequest {}

  /** The rejected parts of some work, in their order, by page. */
  record Rejected(String id, int limit, Optional<Long> after) implements ReadRequest {

    String cursor(long last) {
      return PageCursor.checked().encode(scope(), Long.toString(last));
    }

    private String scope() {
      return "rejected\n" + id;
    }
  }

  /** A change of one piece of work. */
  record Command(String id, Action action) implements ReadRequest {}

  /** What people may do. */
  enum Action {
    RETRY,
    CANCEL,
    PAUSE,
    RESUME
  }

  /** The most entries of a page. */
  int MAX_LIMIT = 1000;

  /** The entries of a page unless the request says otherwise. */
  int DEFAULT_LIMIT = 100;

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static ReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    ReadRequest read =
        switch (fields.text("operation")) {
          case "list" -> list(fields);
          case "get" -> new Get(fields.text("id"));
          case "rejected" -> rejected(fields);
          case "retry" -> new Command(fields.text("id"), Action.RETRY);
          case "cancel" -> new Command(fields.text("id"), Action.CANCEL);
          case "pause" -> new Command(fields.text("id"), Action.PAUSE);
          case "resume" -> new Command(fields.text("id"), Action.RESUME);
          default ->
              throw fields.bad(
                  "operation", "must be list, get, rejected, retry, cancel, pause or resume");
        };
    fields.refuseOthers();
    return read;
  }

  private static ReadRequest list(Fields fields) {
    WorkState state =
        fields
            .oneOf("state", WorkState.class)
            .orElseThrow(() -> fields.bad("state", "is missing: it must be a state of work"));
    Optional<Instant> olderThan = fields.optionalTime("olderThan");
    ListWork first = new ListWork(state, olderThan, limit(fields), Optional.empty());
    return new ListWork(state, olderThan, first.limit(), cursor(fields, first.scope()));
  }

  private static ReadRequest rejected(Fields fields) {
    Rejected first = new Rejected(fields.text("id"), limit(fields), Optional.empty());
    return new Rejected(
        first.id(), first.limit(), cursor(fields, first.scope()).map(Long::parseLong));
  }

  private static int limit(Fields fields) {
    return (int) fields.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
  }

  private static Optional<String> cursor(Fields fields, String scope) {
    return fields
        .optionalText("cursor")
        .map(
            cursor ->
                PageCursor.checked()
                    .decode(cursor, scope)
                    .orElseThrow(() -> fields.bad("cursor", PageCursor.ALLOWED)));
  }
}
