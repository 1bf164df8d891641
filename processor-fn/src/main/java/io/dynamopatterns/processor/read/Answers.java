package io.dynamopatterns.processor.read;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.work.WorkItem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answers of the read function as JSON. */
final class Answers {
  private Answers() {}

  static Map<String, Object> work(WorkItem item, long version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", item.id());
    json.put("type", item.type());
    json.put("state", item.state().name());
    json.put("input", new TreeMap<>(item.work().input()));
    json.put("attempts", item.attempts());
    json.put("hops", item.hops());
    item.hopLimit().ifPresent(limit -> json.put("hopLimit", limit));
    json.put("cursor", new TreeMap<>(item.progress().cursor()));
    json.put("counts", new TreeMap<>(item.progress().counts()));
    item.lastError().ifPresent(error -> json.put("lastError", error));
    item.runner().ifPresent(runner -> json.put("runner", runner));
    put(json, "leaseUntil", item.leaseUntil());
    put(json, "notBefore", item.notBefore());
    put(json, "createdAt", item.createdAt());
    put(json, "startedAt", item.startedAt());
    put(json, "finishedAt", item.finishedAt());
    json.put("version", version);
    return json;
  }

  static Map<String, Object> listed(ListedWork work) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", work.id());
    json.put("type", work.type());
    json.put("attempts", work.attempts());
    json.put("hops", work.hops());
    json.put("changedAt", Times.text(work.changedAt()));
    put(json, "notBefore", work.notBefore());
    return json;
  }

  static Map<String, Object> rejected(RejectedPart part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", part.number());
    json.put("reason", part.reason());
    return json;
  }

  private static void put(Map<String, Object> json, String name, Optional<Instant> time) {
    time.ifPresent(known -> json.put(name, Times.text(known)));
  }
}
