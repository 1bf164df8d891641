package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.NotFoundException;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The read function: a request as JSON, an answer as JSON. */
public final class ProcessorReadFunction {
  private final WorkTable table;
  private final Lifecycle lifecycle;

  public ProcessorReadFunction(WorkTable table, Lifecycle lifecycle) {
    this.table = table;
    this.lifecycle = lifecycle;
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
    String operation =
        fields.choice(
            "operation", "list", "show", "rejected", "retry", "cancel", "pause", "resume");
    return switch (operation) {
      case "list" -> list(fields, deadline);
      case "show" -> show(fields, deadline);
      case "rejected" -> rejected(fields, deadline);
      case "retry" -> change(fields, operation, lifecycle::retry, deadline, telemetry);
      case "cancel" -> change(fields, operation, lifecycle::cancel, deadline, telemetry);
      case "pause" -> change(fields, operation, lifecycle::pause, deadline, telemetry);
      default -> change(fields, operation, lifecycle::resume, deadline, telemetry);
    };
  }

  /** Work in a state, the longest in it first, by page. */
  private Map<String, Object> list(Fields fields, Deadline deadline) {
    WorkState state = fields.choice("state", WorkState.class);
    Optional<Instant> olderThan = fields.optionalTime("olderThan");
    PageRequest asked = fields.page("list", state, olderThan);
    fields.refuseOthers();
    Iterator<ListedWork> found =
        table.list(state, asked.after(), olderThan, asked.limit(), deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    while (!page.isAtEnd() && found.hasNext()) {
      ListedWork work = found.next();
      page.add(work.position(), WorkAnswers.listed(work));
    }
    return page.into(new Answer().put("state", state), "work").json();
  }

  private Map<String, Object> show(Fields fields, Deadline deadline) {
    String id = fields.text("id");
    fields.refuseOthers();
    return shown(id, table.get(id, deadline));
  }

  /** The rejected parts of some work, in their order, by page. */
  private Map<String, Object> rejected(Fields fields, Deadline deadline) {
    String id = fields.text("id");
    PageRequest asked = fields.page("rejected", id);
    fields.refuseOthers();
    WorkItem work =
        table
            .get(id, deadline)
            .map(VersionedItem::value)
            .orElseThrow(() -> new NotFoundException("work " + id));
    Iterator<RejectedPart> found =
        table.rejected(work, asked.after().map(Long::valueOf), asked.limit(), deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    while (!page.isAtEnd() && found.hasNext()) {
      RejectedPart part = found.next();
      page.add(Long.toString(part.number()), WorkAnswers.rejected(part));
    }
    return page.into(new Answer().put("id", id), "rejected").json();
  }

  private Map<String, Object> change(
      Fields fields,
      String operation,
      UnaryOperator<WorkItem> change,
      Deadline deadline,
      Telemetry telemetry) {
    String id = fields.text("id");
    fields.refuseOthers();
    Map<String, Object> answer =
        shown(id, table.update(id, item -> Optional.of(change.apply(item)), deadline));
    telemetry.info("changed", "work", id, "action", operation);
    return answer;
  }

  private static Map<String, Object> shown(String id, Optional<VersionedItem<WorkItem>> work) {
    return work.map(held -> WorkAnswers.work(held.value(), held.version()))
        .orElseThrow(() -> new NotFoundException("work " + id));
  }
}
