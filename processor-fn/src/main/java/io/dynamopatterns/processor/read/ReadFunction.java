package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.work.WorkItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The read function: a request as JSON, an answer as JSON. */
public final class ReadFunction {
  private final WorkTable table;
  private final Lifecycle lifecycle;

  public ReadFunction(WorkTable table, Lifecycle lifecycle) {
    this.table = table;
    this.lifecycle = lifecycle;
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    return switch (ReadRequest.of(request)) {
      case ReadRequest.ListWork list -> list(list, deadline);
      case ReadRequest.Get get -> shown(get.id(), table.get(get.id(), deadline));
      case ReadRequest.Rejected rejected -> rejected(rejected, deadline);
      case ReadRequest.Command command -> {
        Map<String, Object> answer = command(command, deadline);
        telemetry.info("changed", "work", command.id(), "action", command.action());
        yield answer;
      }
    };
  }

  private Map<String, Object> list(ReadRequest.ListWork list, Deadline deadline) {
    Iterator<ListedWork> found =
        table.list(list.state(), list.after(), list.olderThan(), list.limit(), deadline);
    List<ListedWork> page = page(found, list.limit());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("state", list.state().name());
    answer.put("work", page.stream().map(Answers::listed).toList());
    if (found.hasNext()) {
      answer.put("cursor", list.cursor(page.getLast().position()));
    }
    return answer;
  }

  private Map<String, Object> rejected(ReadRequest.Rejected rejected, Deadline deadline) {
    WorkItem work =
        table
            .get(rejected.id(), deadline)
            .map(VersionedItem::value)
            .orElseThrow(() -> new WorkNotFoundException(rejected.id()));
    Iterator<RejectedPart> found =
        table.rejected(work, rejected.after(), rejected.limit(), deadline);
    List<RejectedPart> page = page(found, rejected.limit());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", rejected.id());
    answer.put("rejected", page.stream().map(Answers::rejected).toList());
    if (found.hasNext()) {
      answer.put("cursor", rejected.cursor(page.getLast().number()));
    }
    return answer;
  }

  private Map<String, Object> command(ReadRequest.Command command, Deadline deadline) {
    return shown(
        command.id(),
        table.update(command.id(), item -> Optional.of(changed(item, command.action())), deadline));
  }

  private WorkItem changed(WorkItem item, ReadRequest.Action action) {
    return switch (action) {
      case RETRY -> lifecycle.retry(item);
      case CANCEL -> lifecycle.cancel(item);
      case PAUSE -> lifecycle.pause(item);
      case RESUME -> lifecycle.resume(item);
    };
  }

  private static Map<String, Object> shown(String id, Optional<VersionedItem<WorkItem>> work) {
    return work.map(held -> Answers.work(held.value(), held.version()))
        .orElseThrow(() -> new WorkNotFoundException(id));
  }

  private static <T> List<T> page(Iterator<T> found, int limit) {
    List<T> page = new ArrayList<>();
    while (page.size() < limit && found.hasNext()) {
      page.add(found.next());
    }
    return page;
  }
}
