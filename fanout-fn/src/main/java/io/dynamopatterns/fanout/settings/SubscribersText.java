package io.dynamopatterns.fanout.settings;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynamopatterns.common.settings.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Reads {@code FANOUT_SUBSCRIBERS}: Terraform's {@code base64gzip(jsonencode(…))} of a map from
 * names to subscribers, because all variables of a function share 4 KB.
 *
 * <pre>{@code
 * {"errors": {"queue": "<queue URL>", "deadLetters": "<queue URL>", "filters": ["<pattern>"],
 *             "target": {"type": "event_bus", "name": "<bus>"}}}
 * }</pre>
 */
public final class SubscribersText {
  /** What is allowed, in words. */
  static final String ALLOWED = "base64gzip(jsonencode({ <name> = { … } }))";

  private static final String VARIABLE = "environment variable FANOUT_SUBSCRIBERS";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final List<String> MEMBERS = List.of("queue", "deadLetters", "filters", "target");

  private SubscribersText() {}

  /**
   * The subscribers, in the order of the text.
   *
   * @throws IllegalArgumentException naming the variable, the subscriber, what is wrong and what is
   *     allowed
   */
  public static List<Subscriber> read(String text) {
    JsonNode map = json(text);
    if (!map.isObject() || map.isEmpty()) {
      throw new IllegalArgumentException(
          VARIABLE + " is not such a map; allowed: a map from names to subscribers, at least one");
    }
    List<Subscriber> subscribers = new ArrayList<>();
    map.properties().forEach(entry -> subscribers.add(read(entry.getKey(), entry.getValue())));
    return List.copyOf(subscribers);
  }

  private static JsonNode json(String text) {
    try (GZIPInputStream unzipped =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return JSON.readTree(unzipped.readAllBytes());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot be read (%s); allowed: %s".formatted(VARIABLE, e.getMessage(), ALLOWED), e);
    }
  }

  private static Subscriber read(String name, JsonNode subscriber) {
    if (!NAME.matcher(name).matches()) {
      throw bad(name, "name", name, "1 to 32 of a-z, 0-9 and '-', beginning with a letter");
    }
    subscriber
        .properties()
        .forEach(
            member -> {
              if (!MEMBERS.contains(member.getKey())) {
                throw bad(
                    name,
                    member.getKey(),
                    member.getValue().asText(),
                    "only " + String.join(", ", MEMBERS));
              }
            });
    return new Subscriber(
        name,
        queueUrl(name, subscriber, "queue"),
        queueUrl(name, subscriber, "deadLetters"),
        filters(name, subscriber.path("filters")),
        target(name, subscriber.path("target")));
  }

  private static String queueUrl(String subscriber, JsonNode members, String member) {
    String url = members.path(member).asText();
    if (!Kind.FIFO_QUEUE.allows(url)) {
      throw bad(subscriber, member, url, Kind.FIFO_QUEUE.allowed());
    }
    return url;
  }

  private static List<String> filters(String subscriber, JsonNode filters) {
    List<String> patterns = new ArrayList<>();
    for (JsonNode pattern : filters) {
      if (!pattern.isTextual()) {
        throw bad(subscriber, "filters", pattern.toString(), "patterns, each as text");
      }
      patterns.add(pattern.asText());
    }
    return List.copyOf(patterns);
  }

  private static SubscriberTarget target(String subscriber, JsonNode target) {
    String type = target.path("type").asText();
    for (SubscriberTarget.Type candidate : SubscriberTarget.Type.values()) {
      if (name(candidate).equals(type)) {
        boolean named = candidate != SubscriberTarget.Type.QUEUE;
        String name = target.path("name").asText();
        if (named && name.isEmpty()) {
          throw bad(subscriber, "target.name", name, "the name of the " + type);
        }
        return new SubscriberTarget(candidate, named ? name : null);
      }
    }
    String types =
        Arrays.stream(SubscriberTarget.Type.values())
            .map(SubscribersText::name)
            .collect(Collectors.joining(", "));
    throw bad(subscriber, "target.type", type, types);
  }

  private static String name(SubscriberTarget.Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException bad(
      String subscriber, String member, String value, String allowed) {
    return new IllegalArgumentException(
        "%s: %s of subscriber '%s' is '%s'; allowed: %s"
            .formatted(VARIABLE, member, subscriber, value, allowed));
  }
}
