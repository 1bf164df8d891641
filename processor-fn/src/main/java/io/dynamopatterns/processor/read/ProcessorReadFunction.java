package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.NotFoundException;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The read function: a request as JSON, an answer as JSON. */
public final class ProcessorReadFunction {
  private final WorkTable table;
  private final Lifecycle lifecycle;

  public ProcessorReadFunction(WorkTable table, Lifecycle lifecycle) {
    this.table = table;
    this.lifecycle = lifecycle;
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    return switch (ProcessorReadRequest.of(request)) {
      case ProcessorReadRequest.ListWork list -> list(list, deadline);
      case ProcessorReadRequest.Get get -> shown(get.id(), table.get(get.id(), deadline));
      case ProcessorReadRequest.Rejected rejected -> rejected(rejected, deadline);
      case ProcessorReadRequest.Command command -> {
        Map<String, Object> answer = command(command, deadline);
        telemetry.info("changed", "work", command.id(), "action", command.action());
        yield answer;
      }
    };
  }

  private Map<String, Object> list(ProcessorReadRequest.ListWork list, Deadline deadline) {
    PageRequest asked = list.page();
    Iterator<ListedWork> found =
        table.list(list.state(), asked.after(), list.olderThan(), asked.limit(), deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    while (!page.isAtEnd() && found.hasNext()) {
      ListedWork work = found.next();
      page.add(work.position(), WorkAnswers.listed(work));
    }
    return page.into(new Answer().put("state", list.state()), "work").json();
  }

  private Map<String, Object> rejected(ProcessorReadRequest.Rejected rejected, Deadline deadline) {
    WorkItem work =
        table
            .get(rejected.id(), deadline)
            .map(VersionedItem::value)
            .orElseThrow(() -> new NotFoundException("work " + rejected.id()));
    PageRequest asked = rejected.page();
    Iterator<RejectedPart> found =
        table.rejected(work, asked.after().map(Long::valueOf), asked.limit(), deadline);
    AnswerPage page = new AnswerPage(asked, deadline);
    while (!page.isAtEnd() && found.hasNext()) {
      RejectedPart part = found.next();
      page.add(Long.toString(part.number()), WorkAnswers.rejected(part));
    }
    return page.into(new Answer().put("id", rejected.id()), "rejected").json();
  }

  private Map<String, Object> command(ProcessorReadRequest.Command command, Deadline deadline) {
    return shown(
        command.id(),
        table.update(command.id(), item -> Optional.of(changed(item, command.action())), deadline));
  }

  private WorkItem changed(WorkItem item, ProcessorReadRequest.Action action) {
    return switch (action) {
      case RETRY -> lifecycle.retry(item);
      case CANCEL -> lifecycle.cancel(item);
      case PAUSE -> lifecycle.pause(item);
      case RESUME -> lifecycle.resume(item);
    };
  }

  private static Map<String, Object> shown(String id, Optional<VersionedItem<WorkItem>> work) {
    return work.map(held -> WorkAnswers.work(held.value(), held.version()))
        .orElseThrow(() -> new NotFoundException("work " + id));
  }
}
