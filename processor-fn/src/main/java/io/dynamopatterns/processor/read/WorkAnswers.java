package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkItem;
import java.util.Map;
import java.util.TreeMap;

/** The answers of the read function as JSON. */
final class WorkAnswers {
  private WorkAnswers() {}

  static Map<String, Object> work(WorkItem item, long version) {
    return new Answer()
        .put("id", item.id())
        .put("type", item.type())
        .put("state", item.state())
        .put("input", new TreeMap<>(item.work().input()))
        .put("attempts", item.attempts())
        .put("hops", item.hops())
        .put("hopLimit", item.hopLimit())
        .put("cursor", new TreeMap<>(item.progress().cursor()))
        .put("counts", new TreeMap<>(item.progress().counts()))
        .put("lastError", item.lastError())
        .put("runner", item.runner())
        .put("leaseUntil", item.leaseUntil())
        .put("notBefore", item.notBefore())
        .put("createdAt", item.createdAt())
        .put("startedAt", item.startedAt())
        .put("finishedAt", item.finishedAt())
        .put("version", version)
        .json();
  }

  static Map<String, Object> listed(ListedWork work) {
    return new Answer()
        .put("id", work.id())
        .put("type", work.type())
        .put("attempts", work.attempts())
        .put("hops", work.hops())
        .put("changedAt", work.changedAt())
        .put("notBefore", work.notBefore())
        .json();
  }

  static Map<String, Object> rejected(RejectedPart part) {
    return new Answer().put("number", part.number()).put("reason", part.reason()).json();
  }
}
