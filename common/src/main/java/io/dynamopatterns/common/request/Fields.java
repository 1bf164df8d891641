package io.dynamopatterns.common.request;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.settings.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The fields of a request, as Lambda's runtime reads JSON: maps, lists, text and numbers. Every
 * complaint names the field and says what is allowed; unknown fields are refused, too: they are
 * usually typos.
 */
public final class Fields {
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 100;

  private final String path;
  private final Map<String, Object> fields;
  private final Set<String> known = new HashSet<>();

  /** The fields of a whole request. */
  public Fields(Map<String, Object> request) {
    this("", request == null ? Map.of() : request);
  }

  private Fields(String path, Map<String, Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  /** Text that must be there. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> bad(name, "is missing: it must be text"));
  }

  /** Text that may be there. */
  public Optional<String> optionalText(String name) {
    Object value = get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isEmpty()) {
      return Optional.of(text);
    }
    throw bad(name, "must be text, but is " + shown(value));
  }

  /** Text that must be there, of at most this many bytes in UTF-8. */
  public String text(String name, int maxBytes) {
    return bounded(name, text(name), maxBytes);
  }

  /** Text that may be there, of at most this many bytes in UTF-8. */
  public Optional<String> optionalText(String name, int maxBytes) {
    return optionalText(name).map(text -> bounded(name, text, maxBytes));
  }

  private String bounded(String name, String text, int maxBytes) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw bad(name, "must have at most %d bytes in UTF-8, but has %d".formatted(maxBytes, bytes));
    }
    return text;
  }

  /** A whole number that may be there. */
  public OptionalLong number(String name, long min, long max) {
    Object value = get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Number number) {
      try {
        long whole = new BigDecimal(number.toString()).longValueExact();
        if (whole >= min && whole <= max) {
          return OptionalLong.of(whole);
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // Refused below, together with what is out of range.
      }
    }
    throw bad(
        name, "must be a whole number from %d to %d, but is %s".formatted(min, max, shown(value)));
  }

  /** A number that must be there. */
  public double decimal(String name, double min, double max) {
    Object value = get(name);
    if (value instanceof Number number
        && number.doubleValue() >= min
        && number.doubleValue() <= max) {
      return number.doubleValue();
    }
    String allowed = "must be a number from %s to %s".formatted(min, max);
    throw bad(
        name, value == null ? "is missing: it " + allowed : allowed + ", but is " + shown(value));
  }

  /** One of these texts, that must be there. */
  public String choice(String name, String... choices) {
    Object value = get(name);
    if (Arrays.asList(choices).contains(value)) {
      return (String) value;
    }
    throw notOneOf(name, value, Arrays.stream(choices));
  }

  /** One of the names of an enum, that must be there. */
  public <E extends Enum<E>> E choice(String name, Class<E> choices) {
    return oneOf(name, choices).orElseThrow(() -> notOneOf(name, null, names(choices)));
  }

  /** One of the names of an enum, that may be there. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> choices) {
    Object value = get(name);
    if (value == null) {
      return Optional.empty();
    }
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equals(value)) {
        return Optional.of(choice);
      }
    }
    throw notOneOf(name, value, names(choices));
  }

  private static Stream<String> names(Class<? extends Enum<?>> choices) {
    return Arrays.stream(choices.getEnumConstants()).map(Enum::name);
  }

  private BadRequestException notOneOf(String name, Object value, Stream<String> choices) {
    String allowed = choices.collect(Collectors.joining(", "));
    return bad(
        name,
        value == null
            ? "is missing: it must be one of " + allowed
            : "must be one of %s, but is %s".formatted(allowed, shown(value)));
  }

  /** Yes or no, where it may be left out for no. */
  public boolean flag(String name) {
    Object value = get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw bad(name, "must be true or false, but is " + shown(value));
  }

  /** A time that may be there, in ISO 8601 with an offset. */
  public Optional<Instant> optionalTime(String name) {
    return get(name) == null ? Optional.empty() : Optional.of(time(name));
  }

  /** A time that must be there, in ISO 8601 with an offset. */
  public Instant time(String name) {
    String text = text(name);
    return Times.ofIso8601(text)
        .orElseThrow(
            () -> bad(name, "must be a time like 2026-11-20T10:15:30Z, but is " + shown(text)));
  }

  /**
   * The page that the fields {@code limit} (1 to 1000, 100 unless it is given) and {@code next} ask
   * for.
   *
   * @param scope everything else in the request that decides which entries there are
   */
  public PageRequest page(Object... scope) {
    return page(PageCursor.checked(), scope);
  }

  /** The same, with cursors that are signed. */
  public PageRequest page(PageCursor cursors, Object... scope) {
    String text = Arrays.stream(scope).map(String::valueOf).collect(Collectors.joining("\n"));
    int limit = (int) number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    return new PageRequest(limit, cursor(cursors, text), text, cursors);
  }

  /** The position in the field {@code next}, which an answer to the same scope has returned. */
  public Optional<String> cursor(PageCursor cursors, String scope) {
    return optionalText("next")
        .map(
            cursor ->
                cursors.decode(cursor, scope).orElseThrow(() -> bad("next", PageCursor.ALLOWED)));
  }

  /** The name of a table, in the field {@code table}. */
  public String table() {
    String table = text("table");
    if (!Kind.TABLE.allows(table)) {
      throw bad("table", "must be %s, but is %s".formatted(Kind.TABLE.allowed(), shown(table)));
    }
    return table;
  }

  /** Key attributes that must be there, in DynamoDB's type-tagged JSON. */
  public Map<String, AttributeValue> key(String name) {
    Fields key = object(name);
    if (key.fields.isEmpty()) {
      throw bad(name, "is empty: it must hold the key attributes, like {\"id\":{\"S\":\"42\"}}");
    }
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (String attribute : key.fields.keySet()) {
      attributes.put(attribute, key.object(attribute).keyValue());
    }
    return attributes;
  }

  /** An object that must be there. */
  public Fields object(String name) {
    return object(name, get(name));
  }

  /** The elements of a list that must be there, each an object. */
  public List<Fields> objects(String name) {
    if (!(get(name) instanceof List<?> list)) {
      throw bad(name, "must be a list of objects");
    }
    return IntStream.range(0, list.size())
        .mapToObj(i -> object("%s[%d]".formatted(name, i), list.get(i)))
        .toList();
  }

  private Fields object(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new HashMap<>();
      map.forEach((key, member) -> members.put(String.valueOf(key), member));
      return new Fields(path + name + '.', members);
    }
    throw bad(
        name,
        value == null
            ? "is missing: it must be an object"
            : "must be an object, but is " + shown(value));
  }

  /** Whatever JSON the field has, for values that other code reads; null if it is not there. */
  public Object any(String name) {
    return get(name);
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** Refuses unknown fields. */
  public void refuseOthers() {
    Set<String> others = new HashSet<>(fields.keySet());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw bad(
          Collections.min(others),
          "is unknown: allowed here are " + String.join(", ", known.stream().sorted().toList()));
    }
  }

  /** A complaint about a field of this object. */
  public BadRequestException bad(String name, String problem) {
    return new BadRequestException(path + name, problem);
  }

  private AttributeValue keyValue() {
    if (fields.size() == 1) {
      var only = fields.entrySet().iterator().next();
      if (only.getValue() instanceof String text) {
        switch (only.getKey()) {
          case "S" -> {
            return AttributeValue.fromS(text);
          }
          case "N" -> {
            return AttributeValue.fromN(text);
          }
          case "B" -> {
            return AttributeValue.fromB(bytes(text));
          }
          default -> {
            // Refused below.
          }
        }
      }
    }
    throw new BadRequestException(
        path.substring(0, path.length() - 1),
        "must be {\"S\":\"text\"}, {\"N\":\"number\"} or {\"B\":\"Base64\"}");
  }

  private SdkBytes bytes(String base64) {
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw bad("B", "must be Base64, but is " + shown(base64));
    }
  }

  private Object get(String name) {
    known.add(name);
    return fields.get(name);
  }

  /** Requests may be long; complaints are not. */
  private static String shown(Object value) {
    String text = String.valueOf(value);
    String start = text.length() <= 100 ? text : text.substring(0, 100) + "…";
    return value instanceof List || value instanceof Map || value instanceof Number
        ? start
        : '\'' + start + '\'';
  }
}
