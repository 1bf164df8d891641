package io.dynamopatterns.page.views;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.Graph.Edge;
import io.dynamopatterns.page.Graph.Kind;
import io.dynamopatterns.page.Graph.Node;
import io.dynamopatterns.page.Graph.Relation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A deployment of all patterns, and answers of operations as the functions give them. */
final class Samples {
  /** A name that would run a script if a view took it for HTML. */
  static final String HOSTILE =
      "<img src=x"
          + " onerror=\"window.hacked=1\"><script>window.hacked=1</script>&amp;\u202e\u0000';--";

  /** Views that are opened later refresh 50 times as often. */
  static final String FAST =
      """
      (() => {
        const real = window.setInterval;
        window.setInterval = (task, time) => real(task, time / 50);
      })()
      """;

  private Samples() {}

  static Graph deployment() {
    return new Graph(
        "shop-dev",
        List.of(
            node(Kind.STREAM, "clicks", "shared", Map.of()),
            node(Kind.TABLE, "pages", "page-hits", Map.of("Partition key", "path (S)")),
            node(
                Kind.TABLE,
                "orders",
                "orders",
                Map.of("Partition key", "user (S)", "Sort key", "order (N)")),
            node(Kind.QUEUE, "archive", "shared", Map.of()),
            node(Kind.BUCKET, "failures", "shared", Map.of()),
            function("history", "record"),
            function("aggregator", "read"),
            function("periodic", "read"),
            function("processor", "read"),
            function("eventstore", "playback"),
            function("fanout", "dispatch")),
        List.of(triggers("pages", "history-record"), triggers("orders", "history-record")));
  }

  private static Node node(Kind kind, String name, String group, Map<String, Object> settings) {
    return new Node(name, kind, "shop-dev-" + name, name, group, settings);
  }

  private static Node function(String pattern, String role) {
    String handler =
        "io.dynamopatterns.%s.%s%sHandler"
            .formatted(pattern, role.substring(0, 1).toUpperCase(Locale.ROOT), role.substring(1));
    return node(Kind.FUNCTION, pattern + "-" + role, pattern, Map.of("Handler", handler));
  }

  private static Edge triggers(String from, String to) {
    return new Edge(from + " to " + to, from, to, Relation.TRIGGERS, Map.of());
  }

  /** Five versions of a page: created, changed, a gap, deleted, created again. */
  static JsonNode versions(String path) {
    return CannedOperations.read(
        """
        {"table": "shop-dev-pages", "key": {"path": {"S": %1$s}}, "gaps": 1, "next": null, "entries": [
         {"position": "p5", "eventName": "INSERT", "time": "2026-11-28T10:05:00.000Z", "version": 9, "actor": "bob",
          "continuity": {"state": "CONTINUOUS"},
          "newImage": {"path": {"S": %1$s}, "hits": {"N": "1"}, "version": {"N": "9"}, "writeTokens": {"L": [{"S": "t9"}]}}},
         {"position": "p4", "eventName": "REMOVE", "time": "2026-11-28T10:04:00.000Z", "oldVersion": 7, "tombstone": true,
          "continuity": {"state": "CONTINUOUS"},
          "oldImage": {"path": {"S": %1$s}, "hits": {"N": "12"}, "title": {"S": "Hello"}, "version": {"N": "7"}}},
         {"position": "p3", "eventName": "MODIFY", "time": "2026-11-28T10:03:00.000Z", "version": 7, "oldVersion": 6, "actor": %1$s,
          "continuity": {"state": "MISSING", "missing": 4},
          "newImage": {"path": {"S": %1$s}, "hits": {"N": "12"}, "title": {"S": "Hello"}, "version": {"N": "7"}}},
         {"position": "p2", "eventName": "MODIFY", "time": "2026-11-28T10:02:00.000Z", "version": 2, "oldVersion": 1,
          "continuity": {"state": "CONTINUOUS"},
          "newImage": {"path": {"S": %1$s}, "hits": {"N": "2"}, "tags": {"M": {"lang": {"S": "en"}, "a": {"L": [{"N": "1"}, {"N": "3"}]}}}, "version": {"N": "2"}}},
         {"position": "p1", "eventName": "INSERT", "time": "2026-11-28T10:00:00.000Z", "version": 1, "actor": "ann",
          "continuity": {"state": "FIRST"},
          "newImage": {"path": {"S": %1$s}, "hits": {"N": "1"}, "tags": {"M": {"lang": {"S": "en"}, "a": {"L": [{"N": "1"}, {"N": "2"}]}}}, "version": {"N": "1"}}}
        ]}
        """
            .formatted(json(path)));
  }

  static String json(String text) {
    return io.dynamopatterns.page.browser.Tab.quoted(text);
  }

  /** Every view's lists have one thing of this name; all that can hold text has it. */
  static CannedOperations operations(String name) {
    String text = json(name);
    return new CannedOperations()
        .with(
            "tables scan",
            """
            {"items": [{"path": {"S": "/about"}, "hits": {"N": "30"}, "version": {"N": "3"}},
                       {"path": {"S": %s}, "hits": {"N": "12"}, "version": {"N": "9"}}]}
            """
                .formatted(text))
        .with("history versions", request -> versions(name))
        .with("history as-of", "{\"state\": \"EXISTS\", \"entry\": {\"position\": \"p2\"}}")
        .with(
            "history restore",
            request ->
                CannedOperations.read(
                    request.path("dryRun").asBoolean()
                        ? """
                        {"added": {"tags": {"M": {"lang": {"S": "en"}}}}, "removed": {}, "changed": {"hits": {"from": {"N": "1"}, "to": {"N": "2"}}}}
                        """
                        : "{\"outcome\": \"REPLACED\", \"version\": \"10\"}"))
        .with(
            "groups list",
            request ->
                CannedOperations.read(
                    switch (request.path("state").asText()) {
                      case "open" ->
                          """
                          {"rounds": [{"group": %s, "round": 1, "state": "COLLECTING", "count": 7, "late": 0, "sources": {"clicks": 7},
                            "missing": ["3 more events (7 of 10)"], "openSince": "2026-11-28T10:00:00Z"}]}
                          """
                              .formatted(text);
                      case "complete" ->
                          """
                          {"rounds": [{"group": "198.51.100.7", "round": 1, "state": "COMPLETE", "count": 10, "late": 2, "sources": {"clicks": 10},
                            "openSince": "2026-11-28T10:00:00Z", "closedAt": "2026-11-28T10:06:00Z"}]}
                          """;
                      default -> "{\"rounds\": []}";
                    }))
        .with(
            "groups show",
            """
            {"group": %s, "round": 1, "state": "COLLECTING", "count": 7, "late": 0, "sources": {"clicks": 7},
             "missing": ["3 more events (7 of 10)"], "openSince": "2026-11-28T10:00:00Z"}
            """
                .formatted(text))
        .with("groups members", members(text))
        .with(
            "periods list",
            """
            {"periods": [
              {"period": "2026-11-28T10:00Z", "generation": 0, "late": false, "state": "CLOSED", "start": "2026-11-28T10:00:00Z",
               "end": "2026-11-28T11:00:00Z", "dueAt": "2026-11-28T11:05:00Z", "events": 310, "digests": 25},
              {"period": "2026-11-28T11:00Z", "generation": 0, "late": false, "state": "OPEN", "start": "2026-11-28T11:00:00Z",
               "end": "2026-11-28T12:00:00Z", "dueAt": "2026-11-28T12:05:00Z", "events": 0, "digests": 0}]}
            """)
        .with(
            "periods show",
            "{\"state\": \"CLOSED\", \"groups\": [{\"group\": %s, \"events\": 3}]}".formatted(text))
        .with("periods members", members(text))
        .with(
            "work list",
            request ->
                CannedOperations.read(
                    List.of("failed", "").contains(request.path("state").asText())
                        ? """
                        {"work": [{"id": %s, "state": "FAILED", "type": "lines-to-kinesis", "attempts": 3, "hops": 4, "changedAt": "2026-11-28T10:00:00Z"}]}
                        """
                            .formatted(text)
                        : "{\"work\": []}"))
        .with(
            "work show",
            """
            {"id": %1$s, "type": "lines-to-kinesis", "state": "FAILED", "input": {"object": %1$s}, "attempts": 3, "hops": 4, "hopLimit": 1000,
             "cursor": {"byte": 1024}, "counts": {"lines": 400, "rejected": 2}, "lastError": %1$s,
             "createdAt": "2026-11-28T09:58:00Z", "startedAt": "2026-11-28T09:58:01Z", "finishedAt": "2026-11-28T10:00:00Z"}
            """
                .formatted(text))
        .with("work retry", "{\"state\": \"PENDING\"}")
        .with("work submit", "{\"submitted\": 1, \"already\": 0, \"work\": [\"w-1\"]}")
        .with("events watermark", "{\"watermark\": \"2026-11-28T10:41:07Z\", \"lagSeconds\": 9}")
        .with(
            "events play",
            request ->
                request.has("toQueue")
                    ? playback(request)
                    : CannedOperations.read(
                        """
            {"events": [
              {"id": "s:1", "time": "2026-11-28T10:00:00.123Z", "arrival": "2026-11-28T10:00:00.200Z", "partitionKey": "203.0.113.9",
               "data": "{\\"path\\":\\"/checkout\\"}"},
              {"id": "s:2", "time": "2026-11-28T10:00:01.123Z", "arrival": "2026-11-28T10:00:01.200Z", "partitionKey": %1$s, "data": %1$s}],
             "watermark": "2026-11-28T10:41:07Z", "stopped": "TO"}
            """
                            .formatted(text)))
        .with(
            "subscribers list",
            """
            {"subscribers": [
              {"name": "all", "target": "queue", "filters": [], "reader": null, "queue": "shop-dev-fanout-all.fifo", "waiting": 0, "inFlight": 1, "deadLetters": 0},
              {"name": "search", "target": %1$s, "filters": [%1$s], "reader": "Disabled", "queue": "shop-dev-fanout-search.fifo", "waiting": 1200, "inFlight": 0, "deadLetters": 2}]}
            """
                .formatted(text))
        .with(
            "subscribers dead-letters",
            """
            {"messages": [{"id": "m-1", "sentAt": "2026-11-28T10:00:00Z", "group": %1$s, "body": %1$s}]}
            """
                .formatted(text))
        .with(
            "subscribers replay",
            request ->
                CannedOperations.object(
                    "{'replay': '%s', 'changes': {'matched': 12, 'filtered': 3, 'read': 15, 'sent': 12}}",
                    named(request, "replay")))
        .with(
            "subscribers redrive",
            "{\"deadLetters\": 2, \"queue\": \"shop-dev-fanout-search.fifo\"}")
        .with("subscribers resume", "{}")
        .with(
            "failed list",
            """
            {"failed": [{"object": "f-1", "function": "shop-dev-page-hits", "time": "2026-11-28T10:00:00Z", "records": 3, "reason": %s}]}
            """
                .formatted(text))
        .with(
            "failed show",
            """
            {"failed": {"object": "f-1", "function": "shop-dev-page-hits", "time": "2026-11-28T10:00:00Z", "records": 1,
              "reason": "RetryAttemptsExhausted", "source": "shop-dev-clicks"},
             "records": [{"id": "r-1", "key": %1$s, "content": %1$s}]}
            """
                .formatted(text))
        .with(
            "logs",
            """
            {"lines": [{"time": "2026-11-28T09:59:58Z", "function": "shop-dev-page-hits", "level": "ERROR", "requestId": "r", "message": %s}]}
            """
                .formatted(text))
        .with(
            "failed retry",
            request ->
                CannedOperations.object(
                    "{'run': '%s', 'records': 1, 'refused': 0, 'form': 'as delivered'}",
                    named(request, "run")));
  }

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** The name that a request gives, else a new one at each call, as operations name by the time. */
  private static String named(JsonNode request, String field) {
    return request.path(field).asText("name-" + NAMES.incrementAndGet());
  }

  private static JsonNode playback(JsonNode request) {
    return CannedOperations.object(
        "{'id': '%s', 'input': {'from': '%s'}}",
        named(request, "id"), request.path("from").asText());
  }

  private static String members(String text) {
    return """
    {"members": [{"id": %1$s, "source": "clicks", "time": "2026-11-28T10:00:00Z", "event": %1$s}]}
    """
        .formatted(text);
  }
}
