package io.dynamopatterns.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What event-ruler cannot know of a pattern: that it looks where no record has anything, or for a
 * value that the attribute's type never has. Operators event-ruler checks itself.
 *
 * <p>Terraform's module {@code filters} refuses the same when a plan is made.
 */
final class FilterCheck {
  private static final String OR = "$or";
  private static final Set<String> IMAGES = Set.of("Keys", "NewImage", "OldImage");
  private static final Set<String> CHANGE_FIELDS =
      Set.of(
          "ApproximateCreationDateTime",
          "Keys",
          "NewImage",
          "OldImage",
          "SequenceNumber",
          "SizeBytes",
          "StreamViewType");
  private static final Set<String> TEXT_TYPES = Set.of("S", "N", "B", "SS", "NS", "BS");

  private final FilterSource source;

  FilterCheck(FilterSource source) {
    this.source = source;
  }

  /**
   * Whether the pattern is one of plain text, which JSON never matches.
   *
   * @throws IllegalArgumentException if it can never match, saying why and what to write
   */
  boolean isOfText(JsonNode pattern) {
    boolean ofText = false;
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      if (isOr(field)) {
        for (JsonNode alternative : field.getValue()) {
          ofText |= isOfText(alternative);
        }
      } else if (!source.roots().contains(field.getKey())) {
        throw bad(
            "a filter of %s is on %s, not on '%s'",
            source.words(), new TreeSet<>(source.roots()), field.getKey());
      } else if (source.payload().isPresent()) {
        ofText |= field.getValue().isArray();
      } else if (field.getKey().equals("dynamodb")) {
        change(field.getValue());
      }
    }
    if (ofText && source == FilterSource.KINESIS) {
      throw bad("'data' is JSON: write { \"data\": { \"member\": [\"value\"] } }");
    }
    return ofText;
  }

  private static void change(JsonNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (isOr(field)) {
        field.getValue().forEach(FilterCheck::change);
      } else if (!CHANGE_FIELDS.contains(field.getKey())) {
        throw bad("under 'dynamodb' a change has %s", new TreeSet<>(CHANGE_FIELDS));
      } else if (IMAGES.contains(field.getKey())) {
        attributes(field.getValue());
      }
    }
  }

  private static void attributes(JsonNode attributes) {
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      if (isOr(attribute)) {
        attribute.getValue().forEach(FilterCheck::attributes);
      } else {
        typed(attribute.getKey(), attribute.getValue());
      }
    }
  }

  private static void typed(String attribute, JsonNode types) {
    if (!types.isObject()) {
      throw untyped(attribute);
    }
    for (Map.Entry<String, JsonNode> type : types.properties()) {
      JsonNode pattern = type.getValue();
      if (isOr(type)) {
        pattern.forEach(alternative -> typed(attribute, alternative));
      } else if (type.getKey().equals("M") && pattern.isObject()) {
        attributes(pattern);
      } else if (type.getKey().equals("L") && pattern.isObject()) {
        typed(attribute, pattern);
      } else if (TEXT_TYPES.contains(type.getKey()) && pattern.isArray()) {
        pattern.forEach(value -> text(attribute, value));
      } else if ((type.getKey().equals("BOOL") || type.getKey().equals("NULL"))
          && pattern.isArray()) {
        pattern.forEach(value -> bool(attribute, value));
      } else {
        throw untyped(attribute);
      }
    }
  }

  private static void text(String attribute, JsonNode value) {
    boolean number =
        value.has("numeric")
            || value.path("anything-but").isNumber()
            || anyNumber(value.path("anything-but"));
    if (number || value.isValueNode() && !value.isTextual()) {
      throw bad(
          "the stream carries the value of '%s' as a string, also a number: write \"1\", not 1, and"
              + " not 'numeric'",
          attribute);
    }
  }

  private static boolean anyNumber(JsonNode values) {
    for (JsonNode value : values) {
      if (value.isNumber()) {
        return true;
      }
    }
    return false;
  }

  private static void bool(String attribute, JsonNode value) {
    if (!value.isBoolean() && !value.has("exists")) {
      throw bad("'%s' is true or false, without quotes: write { \"BOOL\": [true] }", attribute);
    }
  }

  private static boolean isOr(Map.Entry<String, JsonNode> field) {
    return field.getKey().equals(OR) && field.getValue().isArray();
  }

  private static IllegalArgumentException untyped(String attribute) {
    return bad(
        "the pattern of the attribute '%s' is under its type: write { \"%s\": { \"S\": [\"value\"] }"
            + " }; types are S, N, B, SS, NS, BS, M, L, BOOL and NULL",
        attribute, attribute);
  }

  private static IllegalArgumentException bad(String message, Object... arguments) {
    return new IllegalArgumentException(message.formatted(arguments));
  }
}
