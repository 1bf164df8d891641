package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target of a rule gets of an event.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">Input
 *     transformation</a>
 */
final class TargetInput {
  private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

  private TargetInput() {}

  static String of(RuleSpec.Input input, RuleSpec rule, JsonNode event) {
    return switch (input) {
      case RuleSpec.WholeEvent whole -> event.toString();
      case RuleSpec.Constant constant -> constant.json();
      case RuleSpec.Part part -> at(event, part.path()).toString();
      case RuleSpec.Template template -> filled(template, rule, event);
    };
  }

  /** What is at a path of names; null as JSON has it where there is nothing. */
  static JsonNode at(JsonNode event, String path) {
    JsonNode found = event;
    for (String name : path.equals("$") ? new String[0] : path.substring(2).split("\\.")) {
      found = found.path(name);
    }
    return found.isMissingNode() ? JsonNodeFactory.instance.nullNode() : found;
  }

  private static String filled(RuleSpec.Template template, RuleSpec rule, JsonNode event) {
    Map<String, JsonNode> values = new HashMap<>();
    template.paths().forEach((name, path) -> values.put(name, at(event, path)));
    values.put("aws.events.event", event);
    values.put("aws.events.event.json", event);
    values.put("aws.events.rule-name", TextNode.valueOf(rule.name()));
    values.put(
        "aws.events.rule-arn",
        TextNode.valueOf(
            "arn:aws:events:us-east-1:123456789012:rule/%s/%s".formatted(rule.bus(), rule.name())));
    values.put("aws.events.event.ingestion-time", event.path("time"));
    String text = template.template();
    StringBuilder filled = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int at = 0;
    while (placeholder.find()) {
      filled.append(text, at, placeholder.start());
      JsonNode value = values.get(placeholder.group(1));
      filled.append(
          value == null
              ? placeholder.group()
              : isInText(text, placeholder.start()) ? escaped(value) : value.toString());
      at = placeholder.end();
    }
    return filled.append(text, at, text.length()).toString();
  }

  /** Whether a position of JSON is between quotes. */
  private static boolean isInText(String json, int position) {
    boolean inText = false;
    for (int i = 0; i < position; i++) {
      if (json.charAt(i) == '\\') {
        i++;
      } else if (json.charAt(i) == '"') {
        inText = !inText;
      }
    }
    return inText;
  }

  /** A value between the quotes of a text. */
  private static String escaped(JsonNode value) {
    String quoted =
        TextNode.valueOf(value.isTextual() ? value.asText() : value.toString()).toString();
    return quoted.substring(1, quoted.length() - 1);
  }
}
