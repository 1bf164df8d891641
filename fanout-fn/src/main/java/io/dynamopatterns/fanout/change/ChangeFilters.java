package io.dynamopatterns.fanout.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
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
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory JSON = new JsonFactory();

  private final Machine machine = Machine.builder().build();
  private final Set<String> unfiltered = new HashSet<>();

  /** All that the patterns name: no pattern sees an attribute of another name. */
  private final Set<String> named = new HashSet<>();

  /**
   * @throws IllegalArgumentException if a filter is not a pattern, saying whose and why
   */
  public ChangeFilters(List<Subscriber> subscribers) {
    subscribers.forEach(subscriber -> add(subscriber.name(), subscriber.filters()));
  }

  /** The subscribers that want this change. */
  public Set<String> subscribersOf(TableChange change) {
    Set<String> names = new HashSet<>(unfiltered);
    if (!machine.isEmpty()) {
      names.addAll(machine.rulesForJSONEvent(view(change, this::isNamed)));
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
        addNames(pattern);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the filter %s of subscriber %s is not a pattern of EventBridge: %s"
                .formatted(pattern, subscriber, e.getMessage()),
            e);
      }
    }
  }

  /**
   * As the machine reads them: a member that an object has twice counts twice, and {@code
   * {"a.b":…}} is the same as {@code {"a":{"b":…}}}.
   */
  private void addNames(String pattern) throws IOException {
    try (JsonParser in = JSON.createParser(pattern)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          named.addAll(List.of(in.currentName().split("\\.")));
        }
      }
    }
  }

  private boolean isNamed(String attribute) {
    return named.contains(attribute) || attribute.indexOf('.') >= 0;
  }

  /**
   * Nodes at once: a text or tokens would have to be read again, which costs more than to match.
   *
   * @param seen which attributes it has
   */
  static JsonNode view(TableChange change, Predicate<String> seen) {
    ObjectNode view = NODES.objectNode();
    view.put("eventName", change.change().kind().name());
    ObjectNode data = view.putObject("dynamodb");
    data.put("ApproximateCreationDateTime", change.position().time().getEpochSecond());
    data.set("Keys", item(change.item().attributes(), seen));
    change.change().newImage().ifPresent(image -> data.set("NewImage", item(image, seen)));
    change.change().oldImage().ifPresent(image -> data.set("OldImage", item(image, seen)));
    data.put("SequenceNumber", change.sequenceNumber());
    if (change.change().byTimeToLive()) {
      view.putObject("userIdentity")
          .put("type", "Service")
          .put("principalId", "dynamodb.amazonaws.com");
    }
    return view;
  }

  private static ObjectNode item(Map<String, AttributeValue> attributes, Predicate<String> seen) {
    ObjectNode item = NODES.objectNode();
    attributes.forEach(
        (name, value) -> {
          if (seen.test(name)) {
            item.set(name, value(value));
          }
        });
    return item;
  }

  private static ObjectNode value(AttributeValue value) {
    ObjectNode tagged = NODES.objectNode();
    switch (value.type()) {
      case S -> tagged.put("S", value.s());
      case N -> tagged.put("N", value.n());
      case B -> tagged.put("B", base64(value.b()));
      case BOOL -> tagged.put("BOOL", value.bool());
      case NUL -> tagged.put("NULL", value.nul());
      case SS -> tagged.set("SS", texts(value.ss()));
      case NS -> tagged.set("NS", texts(value.ns()));
      case BS -> tagged.set("BS", texts(value.bs().stream().map(ChangeFilters::base64).toList()));
      case L -> {
        ArrayNode list = tagged.putArray("L");
        value.l().forEach(element -> list.add(value(element)));
      }
      case M -> tagged.set("M", item(value.m(), name -> true));
      default -> throw new IllegalArgumentException("attribute value without a type");
    }
    return tagged;
  }

  private static ArrayNode texts(List<String> members) {
    ArrayNode texts = NODES.arrayNode();
    members.stream().sorted().forEach(texts::add);
    return texts;
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }
}
