package io.dynamopatterns.fanout.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.JsonLimits;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.event.ruler.Machine;

/**
 * Who wants which change: the filters of all subscribers in one machine of AWS's event-ruler, which
 * looks at a change once however many there are.
 *
 * <p>A pattern sees of a change what Lambda's own filters see, as far as the history keeps it, so
 * that a replay is filtered as the delivery was: {@code eventName}, {@code dynamodb} with {@code
 * ApproximateCreationDateTime}, {@code Keys}, {@code NewImage}, {@code OldImage} and {@code
 * SequenceNumber}, and {@code userIdentity} of deletes by time to live. Numbers of items are text
 * there.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html">Event
 *     filtering with a DynamoDB event source</a>
 */
public final class ChangeFilters {
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().streamReadConstraints(JsonLimits.READING).build());

  private final Machine machine = Machine.builder().build();
  private final Set<String> unfiltered = new HashSet<>();

  /**
   * @throws IllegalArgumentException if a filter is no pattern, saying whose and why
   */
  public ChangeFilters(List<Subscriber> subscribers) {
    subscribers.forEach(subscriber -> add(subscriber.name(), subscriber.filters()));
  }

  /** The subscribers that want this change. */
  public Set<String> subscribersOf(TableChange change) {
    Set<String> names = new HashSet<>(unfiltered);
    if (!machine.isEmpty()) {
      names.addAll(machine.rulesForJSONEvent(view(change)));
    }
    return names;
  }

  private void add(String subscriber, List<String> patterns) {
    if (patterns.isEmpty()) {
      unfiltered.add(subscriber);
    }
    for (String pattern : patterns) {
      try {
        machine.addRule(subscriber, pattern);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the filter %s of subscriber %s is not a pattern of EventBridge: %s"
                .formatted(pattern, subscriber, e.getMessage()),
            e);
      }
    }
  }

  private static JsonNode view(TableChange change) {
    try (TokenBuffer out = new TokenBuffer(JSON, false)) {
      out.writeStartObject();
      out.writeStringField("eventName", change.change().kind().name());
      out.writeObjectFieldStart("dynamodb");
      out.writeNumberField(
          "ApproximateCreationDateTime", change.position().time().getEpochSecond());
      writeItem(out, "Keys", change.item().attributes());
      if (change.change().newImage().isPresent()) {
        writeItem(out, "NewImage", change.change().newImage().get());
      }
      if (change.change().oldImage().isPresent()) {
        writeItem(out, "OldImage", change.change().oldImage().get());
      }
      out.writeStringField("SequenceNumber", change.sequenceNumber());
      out.writeEndObject();
      if (change.change().byTimeToLive()) {
        out.writeObjectFieldStart("userIdentity");
        out.writeStringField("type", "Service");
        out.writeStringField("principalId", "dynamodb.amazonaws.com");
        out.writeEndObject();
      }
      out.writeEndObject();
      return JSON.readTree(out.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeItem(
      JsonGenerator out, String name, Map<String, AttributeValue> attributes) throws IOException {
    out.writeFieldName(name);
    ItemJson.write(attributes, out);
  }
}
