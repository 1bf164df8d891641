package io.dynamopatterns.local.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the history of every item of a table through the history's own read function, as a user
 * would, and replays it: each entry has to start from what the one before left, and the last has to
 * be the item as it is stored.
 *
 * @param keys names of the table's key attributes
 */
record HistoryAudit(Invoker read, String table, List<String> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARALLEL = 2;
  private static final int PAGE = 1000;

  /**
   * @param entries of all items
   * @param items that have a history
   * @param gaps that the read function reported
   * @param problems items whose history does not lead to them, and why
   */
  record Result(long entries, long items, long gaps, List<String> problems) {
    Result plus(Result other) {
      List<String> all = new ArrayList<>(problems);
      all.addAll(other.problems);
      return new Result(entries + other.entries, items + other.items, gaps + other.gaps, all);
    }
  }

  /** Audits the given items, which are all of the table. */
  Result audit(Collection<JsonNode> items) throws InterruptedException {
    List<Callable<Result>> audits = new ArrayList<>();
    items.forEach(item -> audits.add(() -> audit(item)));
    Result sum = new Result(0, 0, 0, List.of());
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      for (Future<Result> audit : threads.invokeAll(audits)) {
        sum = sum.plus(audit.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return sum;
  }

  private Result audit(JsonNode item) throws JsonProcessingException {
    ObjectNode key = JSON.createObjectNode();
    keys.forEach(name -> key.set(name, item.get(name)));
    ObjectNode request =
        JSON.createObjectNode()
            .put("operation", "versions")
            .put("table", table)
            .put("order", "OLDEST_FIRST")
            .put("limit", PAGE);
    request.set("key", key);
    long entries = 0;
    long gaps = 0;
    JsonNode newest = JSON.missingNode();
    boolean broken = false;
    try {
      JsonNode page;
      do {
        page = JSON.readTree(read.invoke(request.toString()));
        for (JsonNode entry : page.path("entries")) {
          entries++;
          broken |= !comparable(entry.path("oldImage")).equals(comparable(newest));
          newest = entry.path("newImage");
        }
        gaps += page.path("gaps").asLong();
        request.put("next", page.path("next").asText());
      } while (page.path("next").isTextual());
    } catch (InvocationException e) {
      return new Result(entries, 0, gaps, List.of(key + ": " + e.getMessage()));
    }
    List<String> problems = new ArrayList<>();
    if (broken) {
      problems.add(key + ": an entry of its history does not start from what the one before left");
    }
    if (!comparable(newest).equals(comparable(item))) {
      problems.add(key + ": the last entry of its history is not the item");
    }
    return new Result(entries, entries > 0 ? 1 : 0, gaps, problems);
  }

  /** With members and the elements of sets in order. */
  private static Object comparable(JsonNode value) {
    if (value.isArray()) {
      List<Object> elements = new ArrayList<>();
      value.forEach(element -> elements.add(comparable(element)));
      return elements;
    }
    if (!value.isObject()) {
      return value;
    }
    TreeMap<String, Object> members = new TreeMap<>();
    value
        .properties()
        .forEach(
            member ->
                members.put(
                    member.getKey(),
                    isSet(member.getKey(), member.getValue())
                        ? elements(member.getValue())
                        : comparable(member.getValue())));
    return members;
  }

  private static boolean isSet(String type, JsonNode value) {
    return value.isArray() && (type.equals("SS") || type.equals("NS") || type.equals("BS"));
  }

  private static TreeSet<String> elements(JsonNode set) {
    TreeSet<String> elements = new TreeSet<>();
    set.forEach(element -> elements.add(element.asText()));
    return elements;
  }
}
