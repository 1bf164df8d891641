package io.dynamopatterns.operations.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.QueueDepth;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows at a glance what a deployment is doing, and what needs a person. */
@OperationInfo(
    name = "status",
    summary =
        "Shows readers, queues, work, watermark and alarms at a glance; ! marks what needs attention.",
    examples = {"status", "status --prefix dynamo-patterns-prod"})
public final class Status implements ReadOperation<Status.Request> {
  private static final int MOST_WORK = 100;

  /** There is nothing to choose. */
  public record Request() {}

  /**
   * A line of it.
   *
   * @param attention whether a person should look at it
   */
  public record Line(String kind, String name, String state, boolean attention) {}

  /**
   * All of it.
   *
   * @param deployment how it is called
   * @param page the local fleet's page
   */
  public record Shown(String deployment, Optional<String> page, List<Line> lines)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("", "KIND", "NAME", "STATE");
      lines.forEach(
          line -> table.row(line.attention() ? "!" : "", line.kind(), line.name(), line.state()));
      page.ifPresent(address -> table.note("Page: " + address));
      long attention = lines.stream().filter(Line::attention).count();
      return table.note(
          attention == 0
              ? deployment + ": nothing needs attention."
              : "%s: %d lines marked ! need attention.".formatted(deployment, attention));
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "functions",
            session.deployment().description(),
            "%d deployed".formatted(session.deployment().inventory().functions().size()),
            false));
    Mappings.of(session).forEach(mapping -> lines.add(reader(mapping)));
    session.deployment().inventory().queues().forEach(queue -> lines.add(queue(session, queue)));
    if (session.deployment().has(Pattern.EVENTSTORE)) {
      lines.add(watermark(session));
    }
    if (session.deployment().has(Pattern.PROCESSOR)) {
      lines.add(failedWork(session));
    }
    if (!session.deployment().isLocal()) {
      Alarms.of(session).stream()
          .filter(Alarms.Alarm::rings)
          .forEach(alarm -> lines.add(new Line("alarm", alarm.name(), alarm.description(), true)));
    }
    return new Shown(
        session.deployment().description(),
        session.deployment().page().map(Object::toString),
        lines);
  }

  private static Line reader(Mappings.Mapping mapping) {
    return new Line(
        "reader",
        mapping.reads(),
        mapping.state() + mapping.problem().map(problem -> ": " + problem).orElse(""),
        !mapping.state().equals("Enabled") || mapping.problem().isPresent());
  }

  private static Line queue(Session session, String name) {
    QueueDepth depth = QueueDepth.of(name, session);
    boolean deadLetters = name.contains("-dead") || name.endsWith("-undelivered");
    return new Line(
        deadLetters ? "dead letters" : "queue",
        name,
        "%d waiting, %d received".formatted(depth.waiting(), depth.inFlight()),
        deadLetters && depth.waiting() > 0);
  }

  private static Line watermark(Session session) {
    JsonNode answer =
        session.invoke(Pattern.EVENTSTORE, "playback", Json.object().put("operation", "watermark"));
    return new Line("event store", "watermark", answer.path("watermark").asText("none yet"), false);
  }

  private static Line failedWork(Session session) {
    JsonNode answer =
        session.invoke(
            Pattern.PROCESSOR,
            "read",
            Json.object().put("operation", "list").put("state", "FAILED").put("limit", MOST_WORK));
    int failed = answer.path("work").size();
    return new Line(
        "work",
        "failed",
        answer.has("next") ? failed + " or more" : String.valueOf(failed),
        failed > 0);
  }
}
