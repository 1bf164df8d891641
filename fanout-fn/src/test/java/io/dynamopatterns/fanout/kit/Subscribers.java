package io.dynamopatterns.fanout.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Subscribers as Terraform makes them. */
public final class Subscribers {
  /** Wants what was answered with a client's or a server's error. */
  public static final String ERRORS =
      "{\"dynamodb\":{\"NewImage\":{\"lastStatus\":{\"N\":[{\"prefix\":\"4\"},{\"prefix\":\"5\"}]}}}}";

  /** Wants one part of the site. */
  public static final String PRESENTATIONS =
      "{\"dynamodb\":{\"Keys\":{\"path\":{\"S\":[{\"prefix\":\"/presentations/\"}]}}}}";

  private Subscribers() {}

  public static Subscriber queue(String name, String... filters) {
    return subscriber(name, new SubscriberTarget(SubscriberTarget.Type.QUEUE, null), filters);
  }

  public static Subscriber subscriber(String name, SubscriberTarget target, String... filters) {
    return new Subscriber(
        name,
        url("fleet-fanout-" + name + ".fifo"),
        url("fleet-fanout-" + name + "-dead.fifo"),
        List.of(filters),
        target);
  }

  public static String queueArn(Subscriber subscriber) {
    return "arn:aws:sqs:us-east-1:123456789012:fleet-fanout-" + subscriber.name() + ".fifo";
  }

  /** The environment variable that says so. */
  public static String variable(Iterable<Subscriber> subscribers) {
    ObjectNode map = new ObjectMapper().createObjectNode();
    for (Subscriber subscriber : subscribers) {
      ObjectNode members = map.putObject(subscriber.name());
      members.put("queue", subscriber.queue());
      members.put("deadLetters", subscriber.deadLetters());
      subscriber.filters().forEach(members.withArray("filters")::add);
      ObjectNode target = members.putObject("target");
      target.put("type", subscriber.target().type().name().toLowerCase(Locale.ROOT));
      target.put("name", subscriber.target().name());
    }
    return variable(map.toString());
  }

  /** The environment variable of this JSON. */
  public static String variable(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String url(String queue) {
    return "https://sqs.us-east-1.amazonaws.com/123456789012/" + queue;
  }
}
