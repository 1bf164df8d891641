package io.dynamopatterns.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page shows. The local fleet fills it. All methods may be called by several threads. */
public interface Activity {
  /** The graph as far as it is known by now: a function's use of a table may add an edge. */
  Graph deployment();

  /** What was done so far. Called every second while the fleet runs. */
  Counts counts();

  /** The counts without those of nodes and edges, which may cost requests to the tables. */
  Counts totals();

  /** A function's last invocations, the newest first. */
  List<Invocation> invocations(String node);

  /**
   * A function's last lines of log, the oldest first; of one invocation if a request id is given.
   */
  List<LogLine> logs(String node, Optional<String> requestId);

  /** The last records that went into or out of a function, the newest first, without content. */
  List<Passed> records(String node);

  /** The content of such a record, if it is still kept. */
  Optional<String> payload(String node, String record);

  /** The IAM permissions that a function's calls have needed. */
  List<UsedPermission> permissions(String node);

  /** What a function is configured with. */
  Map<String, String> environment(String node);

  /**
   * @param trigger what invoked the function
   * @param records how many records its event had; 0 if it had none
   * @param error empty if it succeeded
   */
  record Invocation(
      String requestId,
      Instant time,
      long milliseconds,
      String trigger,
      int records,
      String error) {}

  /** A line of a log; the request id is empty where the line has none. */
  record LogLine(String time, String level, String requestId, String text) {}

  /**
   * @param direction {@code in} or {@code out}
   * @param what the record's key, or the call that sent it
   */
  record Passed(
      String id, Instant time, String direction, String requestId, String what, long bytes) {}

  /** A permission and the resource it is needed on. */
  record UsedPermission(String action, String resource) {}
}
