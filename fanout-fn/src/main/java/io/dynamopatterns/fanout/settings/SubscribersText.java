package io.dynamopatterns.fanout.settings;

import com.fasterxml.jackson.core.JsonParser;
import io.dynamopatterns.common.Utf8;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.ingest.StrictJson;
import io.dynamopatterns.common.settings.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    if (!(json(text) instanceof Map<?, ?> map) || map.isEmpty()) {
      throw new IllegalArgumentException(
          VARIABLE + " is not such a map; allowed: a map from names to subscribers, at least one");
    }
    List<Subscriber> subscribers = new ArrayList<>();
    map.forEach((name, subscriber) -> subscribers.add(read((String) name, members(subscriber))));
    return List.copyOf(subscribers);
  }

  private static Object json(String text) {
    try (GZIPInputStream unzipped =
            new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
        JsonParser in =
            StrictJson.parser(
                Utf8.text(unzipped.readAllBytes())
                    .orElseThrow(() -> new IllegalArgumentException("not UTF-8")))) {
      Object value = in.nextToken() == null ? "" : StrictJson.value(in);
      StrictJson.requireEnd(in);
      return value;
    } catch (IOException | IllegalArgumentException | RejectedEventException e) {
      throw new IllegalArgumentException(
          "%s cannot be read (%s); allowed: %s".formatted(VARIABLE, e.getMessage(), ALLOWED), e);
    }
  }

  /** Those of an object; none of anything else. */
  private static Map<?, ?> members(Object value) {
    return value instanceof Map<?, ?> members ? members : Map.of();
  }

  private static Subscriber read(String name, Map<?, ?> subscriber) {
    if (!NAME.matcher(name).matches()) {
      throw bad(name, "name", name, "1 to 32 of a-z, 0-9 and '-', beginning with a letter");
    }
    subscriber.forEach(
        (member, value) -> {
          if (!MEMBERS.contains(member)) {
            throw bad(
                name, (String) member, String.valueOf(value), "only " + String.join(", ", MEMBERS));
          }
        });
    return new Subscriber(
        name,
        queueUrl(name, subscriber, "queue"),
        queueUrl(name, subscriber, "deadLetters"),
        filters(name, Objects.requireNonNullElse(subscriber.get("filters"), List.of())),
        target(name, members(subscriber.get("target"))));
  }

  private static String text(Map<?, ?> members, String member) {
    return Objects.toString(members.get(member), "");
  }

  private static String queueUrl(String subscriber, Map<?, ?> members, String member) {
    String url = text(members, member);
    if (!Kind.FIFO_QUEUE.allows(url)) {
      throw bad(subscriber, member, url, Kind.FIFO_QUEUE.allowed());
    }
    return url;
  }

  private static List<String> filters(String subscriber, Object filters) {
    List<String> patterns = new ArrayList<>();
    if (!(filters instanceof List<?> list)) {
      throw bad(subscriber, "filters", String.valueOf(filters), "a list of patterns");
    }
    for (Object pattern : list) {
      if (!(pattern instanceof String text)) {
        throw bad(subscriber, "filters", String.valueOf(pattern), "patterns, each as text");
      }
      patterns.add(text);
    }
    return List.copyOf(patterns);
  }

  private static SubscriberTarget target(String subscriber, Map<?, ?> target) {
    String type = text(target, "type");
    for (SubscriberTarget.Type candidate : SubscriberTarget.Type.values()) {
      if (name(candidate).equals(type)) {
        boolean named = candidate != SubscriberTarget.Type.QUEUE;
        String name = text(target, "name");
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
