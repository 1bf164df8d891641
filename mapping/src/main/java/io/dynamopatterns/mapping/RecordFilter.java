package io.dynamopatterns.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.json.SingleJson;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * The filter patterns of a mapping, ORed, evaluated by AWS's own event-ruler. A pattern that can
 * never match is refused: Lambda would take it and skip every record.
 *
 * <p>What a producer writes is either JSON, that is exactly one value, or it is not. A record whose
 * data is not JSON is dropped by a pattern on members of the data, and a message whose body is JSON
 * by a pattern on plain text.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html">Event
 *     filtering with a Kinesis event source</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html">Event
 *     filtering with an Amazon SQS event source</a>
 */
public final class RecordFilter {
  private final FilterSource source;
  private final String where;
  private final Machine members = Machine.builder().build();
  private final Machine text = Machine.builder().build();
  private final boolean passesAll;

  private RecordFilter(FilterSource source, List<String> patterns, String where) {
    this.source = source;
    this.where = where;
    this.passesAll = patterns.isEmpty();
    patterns.forEach(this::add);
  }

  /**
   * @param where names the mapping in error messages
   */
  public static RecordFilter ofChanges(List<String> patterns, String where) {
    return new RecordFilter(FilterSource.CHANGES, patterns, where);
  }

  /**
   * @param where names the mapping in error messages
   */
  public static RecordFilter ofStream(StreamKind kind, List<String> patterns, String where) {
    return new RecordFilter(
        kind == StreamKind.DYNAMODB ? FilterSource.CHANGES : FilterSource.KINESIS, patterns, where);
  }

  /**
   * @param where names the mapping in error messages
   */
  public static RecordFilter ofMessages(List<String> patterns, String where) {
    return new RecordFilter(FilterSource.MESSAGES, patterns, where);
  }

  private void add(String pattern) {
    JsonNode json =
        SingleJson.read(pattern)
            .filter(JsonNode::isObject)
            .orElseThrow(() -> refused(pattern, "it is not one JSON object"));
    try {
      boolean ofText = new FilterCheck(source).isOfText(json);
      (ofText ? text : members).addRule("any", pattern);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(pattern, e.getMessage());
    }
  }

  private StateException refused(String pattern, String problem) {
    return new StateException(
        "%s: the filter %s is not a valid pattern: %s".formatted(where, pattern, problem));
  }

  /** Whether this change of a table passes. */
  public boolean test(JsonNode change) {
    return passesAll || matches(members, change);
  }

  /** Whether a record of a stream passes. */
  public boolean test(SourceRecord record) {
    if (passesAll || source == FilterSource.CHANGES) {
      return test(record.json());
    }
    return SingleJson.read(data(record)).map(this::withMembers).orElse(false);
  }

  /** Whether a message with this body passes. */
  public boolean test(String body) {
    return passesAll
        || SingleJson.read(body)
            .map(this::withMembers)
            .orElseGet(() -> matches(text, payload(JsonNodeFactory.instance.textNode(body))));
  }

  private boolean withMembers(JsonNode json) {
    return matches(members, payload(json));
  }

  private ObjectNode payload(JsonNode json) {
    return JsonNodeFactory.instance.objectNode().set(source.payload().orElseThrow(), json);
  }

  private static boolean matches(Machine machine, JsonNode view) {
    return !machine.isEmpty() && !machine.rulesForJSONEvent(view).isEmpty();
  }

  private static byte[] data(SourceRecord record) {
    return Base64.getDecoder().decode(record.json().path("kinesis").path("data").asText());
  }
}
