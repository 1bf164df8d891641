package io.dynamopatterns.operations.subscribers;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.subscribers.Subscribers.Subscriber;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** Pauses or resumes the delivery to one subscriber: its messages wait in its queue. */
public final class SubscriberPause implements ChangeOperation<SubscriberPause.Request> {
  public static final SubscriberPause PAUSE = new SubscriberPause("pause", false);
  public static final SubscriberPause RESUME = new SubscriberPause("resume", true);

  /** Which one. */
  public record Request(
      @Param(value = "Name of the subscriber.", positional = true) String subscriber) {}

  /** What its reader is or will be. */
  public record Reader(String subscriber, String mapping, String state, String note)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("SUBSCRIBER", "MAPPING", "STATE").row(subscriber, mapping, state).note(note);
    }
  }

  private final String verb;
  private final boolean enabled;

  private SubscriberPause(String verb, boolean enabled) {
    this.verb = verb;
    this.enabled = enabled;
  }

  @Override
  public String name() {
    return "subscribers " + verb;
  }

  @Override
  public String summary() {
    return enabled
        ? "Resumes the delivery to a subscriber."
        : "Pauses the delivery to a subscriber; its messages wait in its queue for up to 14 days.";
  }

  @Override
  public List<String> examples() {
    return List.of("subscribers " + verb + " errors");
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    Subscriber subscriber = Subscribers.named(request.subscriber(), session);
    EventSourceMappingConfiguration mapping =
        Optional.ofNullable(Subscribers.readers(session).get(subscriber.queue()))
            .orElseThrow(
                () ->
                    OperationException.request(
                        "no mapping reads the queue %s of subscriber '%s': an application of yours"
                            + " does; %s it there",
                        subscriber.queue(), subscriber.name(), verb));
    String note =
        "The next terraform apply sets it to the subscriber's `paused`: %s to keep it."
            .formatted(enabled ? "remove `paused = true` there" : "set `paused = true` there");
    return new ChangePlan(
        new Reader(
            subscriber.name(),
            mapping.uuid(),
            mapping.state() + ", to be " + (enabled ? "Enabled" : "Disabled"),
            note),
        () ->
            new Reader(
                subscriber.name(),
                mapping.uuid(),
                session
                    .clients()
                    .lambda()
                    .updateEventSourceMapping(
                        update -> update.uuid(mapping.uuid()).enabled(enabled))
                    .state(),
                note));
  }
}
