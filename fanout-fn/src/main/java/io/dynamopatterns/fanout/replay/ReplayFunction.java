package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The replay function: a request as JSON, an answer as JSON. */
public final class ReplayFunction {
  /** What SQS allows for a redrive. */
  private static final int MAX_MESSAGES_PER_SECOND = 500;

  private final String table;
  private final List<Subscriber> subscribers;
  private final Optional<Replayer> replayer;
  private final Redriver redriver;

  /**
   * @param table the table whose changes are sent
   * @param history where they are kept, if they are
   * @param backoff how many requests in a row may deliver nothing before a queue is given up
   */
  public ReplayFunction(
      String table,
      List<Subscriber> subscribers,
      Optional<HistoryTable> history,
      ChangeMessages messages,
      SqsClient sqs,
      Backoff backoff) {
    this.table = table;
    this.subscribers = subscribers;
    this.replayer = history.map(kept -> new Replayer(kept, messages, sqs, backoff));
    this.redriver = new Redriver(sqs);
  }

  /** Answers one request. */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Fields fields = new Fields(request);
    String operation = fields.choice("operation", "replay", "redrive");
    Subscriber subscriber = subscriber(fields);
    return operation.equals("replay")
        ? replay(fields, subscriber, deadline, telemetry)
        : redrive(fields, subscriber, telemetry);
  }

  private Map<String, Object> replay(
      Fields fields, Subscriber subscriber, Deadline deadline, Telemetry telemetry) {
    Replayer fromHistory =
        replayer.orElseThrow(
            () ->
                fields.bad(
                    "operation",
                    "cannot be replay: this fan-out has no history (FANOUT_HISTORY_TABLE)"));
    ReplayRequest replay = ReplayRequest.of(fields, table, subscriber);
    telemetry.info(
        "replay",
        "subscriber",
        subscriber.name(),
        "replay",
        replay.name(),
        "dryRun",
        replay.dryRun());
    return fromHistory.replay(replay, deadline, telemetry);
  }

  private Map<String, Object> redrive(Fields fields, Subscriber subscriber, Telemetry telemetry) {
    OptionalLong rate = fields.number("messagesPerSecond", 1, MAX_MESSAGES_PER_SECOND);
    fields.refuseOthers();
    Map<String, Object> answer = redriver.redrive(subscriber, rate);
    telemetry.info("redrive", "subscriber", subscriber.name(), "started", answer.get("started"));
    return answer;
  }

  private Subscriber subscriber(Fields fields) {
    String name = fields.text("subscriber");
    return subscribers.stream()
        .filter(subscriber -> subscriber.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                fields.bad(
                    "subscriber",
                    "must be one of %s, but is '%s'"
                        .formatted(
                            subscribers.stream()
                                .map(Subscriber::name)
                                .collect(Collectors.joining(", ")),
                            name)));
  }
}
