package io.dynamopatterns.operations.subscribers;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** The subscribers of the fan-out, as Terraform has set them up. */
final class Subscribers {
  private static final String VARIABLE = "FANOUT_SUBSCRIBERS";

  private Subscribers() {}

  /**
   * A subscriber.
   *
   * @param target its type and, if it has one, its name
   * @param queue the name of its queue
   * @param deadLetters the name of its dead-letter queue
   */
  record Subscriber(
      String name, String target, List<String> filters, String queue, String deadLetters) {}

  static List<Subscriber> all(Session session) {
    String dispatch = session.deployment().function(Pattern.FANOUT, "dispatch");
    String text = session.deployment().settings(dispatch).get(VARIABLE);
    if (text == null) {
      throw OperationException.request("%s has no variable %s", dispatch, VARIABLE);
    }
    List<Subscriber> subscribers = new ArrayList<>();
    Json.parse(unpacked(text))
        .properties()
        .forEach(entry -> subscribers.add(subscriber(entry.getKey(), entry.getValue())));
    return subscribers;
  }

  static Subscriber named(String name, Session session) {
    List<Subscriber> all = all(session);
    return all.stream()
        .filter(subscriber -> subscriber.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                OperationException.request(
                    "there is no subscriber '%s': there are %s",
                    name, all.stream().map(Subscriber::name).collect(Collectors.joining(", "))));
  }

  /** Terraform packs what would not fit a variable. */
  private static String unpacked(String text) {
    if (text.startsWith("{")) {
      return text;
    }
    try (GZIPInputStream json =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return new String(json.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException e) {
      throw OperationException.failed(e, "%s cannot be read: %s", VARIABLE, e.getMessage());
    }
  }

  private static Subscriber subscriber(String name, JsonNode settings) {
    List<String> filters = new ArrayList<>();
    settings.path("filters").forEach(filter -> filters.add(filter.asText()));
    JsonNode target = settings.path("target");
    String type = target.path("type").asText();
    return new Subscriber(
        name,
        target.has("name") ? type + " " + target.path("name").asText() : type,
        filters,
        queueName(settings.path("queue").asText()),
        queueName(settings.path("deadLetters").asText()));
  }

  private static String queueName(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The mappings that read a queue, by its name. Where an application reads it there is none. */
  static Map<String, EventSourceMappingConfiguration> readers(Session session) {
    Map<String, EventSourceMappingConfiguration> readers = new HashMap<>();
    for (EventSourceMappingConfiguration mapping :
        session.clients().lambda().listEventSourceMappingsPaginator().eventSourceMappings()) {
      if (mapping.eventSourceArn() != null && mapping.eventSourceArn().contains(":sqs:")) {
        readers.put(mapping.eventSourceArn().replaceFirst(".*:", ""), mapping);
      }
    }
    return readers;
  }
}
