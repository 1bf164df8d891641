package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.processor.table.WorkState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the read function can be asked, by the field {@code operation}. */
sealed interface ProcessorReadRequest {

  /**
   * Work in a state, the longest in it first, by page.
   *
   * @param olderThan only what came into the state before this time
   */
  record ListWork(WorkState state, Optional<Instant> olderThan, PageRequest page)
      implements ProcessorReadRequest {}

  /** All about one work item. */
  record Get(String id) implements ProcessorReadRequest {}

  /** The rejected parts of some work, in their order, by page. */
  record Rejected(String id, PageRequest page) implements ProcessorReadRequest {}

  /** A change of one work item. */
  record Command(String id, Action action) implements ProcessorReadRequest {}

  /** What people may do. */
  enum Action {
    RETRY,
    CANCEL,
    PAUSE,
    RESUME
  }

  /**
   * Reads a request.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static ProcessorReadRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    String operation =
        fields.choice(
            "operation", "list", "show", "rejected", "retry", "cancel", "pause", "resume");
    ProcessorReadRequest read =
        switch (operation) {
          case "list" -> list(fields);
          case "show" -> new Get(fields.text("id"));
          case "rejected" -> {
            String id = fields.text("id");
            yield new Rejected(id, fields.page("rejected", id));
          }
          case "retry" -> new Command(fields.text("id"), Action.RETRY);
          case "cancel" -> new Command(fields.text("id"), Action.CANCEL);
          case "pause" -> new Command(fields.text("id"), Action.PAUSE);
          default -> new Command(fields.text("id"), Action.RESUME);
        };
    fields.refuseOthers();
    return read;
  }

  private static ProcessorReadRequest list(Fields fields) {
    WorkState state = fields.choice("state", WorkState.class);
    Optional<Instant> olderThan = fields.optionalTime("olderThan");
    return new ListWork(state, olderThan, fields.page("list", state, olderThan));
  }
}
