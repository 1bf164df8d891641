package io.dynamopatterns.operations.subscribers;

import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.QueueDepth;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.subscribers.Subscribers.Subscriber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** Lists the fan-out's subscribers. */
@OperationInfo(
    name = "subscribers list",
    summary = "Lists the fan-out's subscribers with what waits in their queues.",
    examples = "subscribers list")
public final class SubscribersList implements ReadOperation<SubscribersList.Request> {
  /** There is nothing to ask for. */
  public record Request() {}

  /**
   * A subscriber.
   *
   * @param reader state of the mapping that reads its queue; empty where an application reads it
   */
  public record State(
      String name,
      String target,
      List<String> filters,
      Optional<String> reader,
      String queue,
      long waiting,
      long inFlight,
      long deadLetters) {}

  /** All subscribers. */
  public record States(List<State> subscribers) implements OperationResult {
    @Override
    public Table asTable() {
      Table table =
          Table.of(
              "SUBSCRIBER", "TARGET", "READER", "WAITING", "IN FLIGHT", "DEAD LETTERS", "QUEUE");
      for (State state : subscribers) {
        table.row(
            state.name(),
            state.target(),
            state.reader().orElse("your own"),
            state.waiting(),
            state.inFlight(),
            state.deadLetters(),
            state.queue());
      }
      return table;
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    Map<String, EventSourceMappingConfiguration> readers = Subscribers.readers(session);
    return new States(
        Subscribers.all(session).stream()
            .map(subscriber -> state(subscriber, readers.get(subscriber.queue()), session))
            .toList());
  }

  private static State state(
      Subscriber subscriber, EventSourceMappingConfiguration reader, Session session) {
    QueueDepth depth = QueueDepth.of(subscriber.queue(), session);
    return new State(
        subscriber.name(),
        subscriber.target(),
        subscriber.filters(),
        Optional.ofNullable(reader).map(EventSourceMappingConfiguration::state),
        subscriber.queue(),
        depth.waiting(),
        depth.inFlight(),
        QueueDepth.of(subscriber.deadLetters(), session).waiting());
  }
}
