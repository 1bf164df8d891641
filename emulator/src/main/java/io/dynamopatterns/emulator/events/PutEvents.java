package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.mapping.json.SingleJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/**
 * The operation PutEvents: a request beyond the limits, or to a bus that is not there, is refused;
 * an entry that is wrong fails alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html">PutEvents</a>
 */
record PutEvents(Set<String> buses, EventJournal journal, Clock clock) {
  private static final int MAX_ENTRIES = 10;
  private static final int MAX_BYTES = 256 * 1024;
  private static final int BYTES_OF_A_TIME = 14;
  private static final String DEFAULT_BUS = "default";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  ObjectNode answer(JsonNode request) {
    JsonNode entries = request.path("Entries");
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw invalid("PutEvents takes 1 to %d entries, not %d", MAX_ENTRIES, entries.size());
    }
    long bytes = 0;
    for (JsonNode entry : entries) {
      bytes += size(entry);
      requireBus(bus(entry));
    }
    if (bytes > MAX_BYTES) {
      throw invalid("PutEvents takes %d bytes in all, not %d", MAX_BYTES, bytes);
    }
    ObjectNode answer = NODES.objectNode();
    ArrayNode results = answer.putArray("Entries");
    int failed = 0;
    for (JsonNode entry : entries) {
      ObjectNode result = put(entry);
      failed += result.has("ErrorCode") ? 1 : 0;
      results.add(result);
    }
    return answer.put("FailedEntryCount", failed);
  }

  private ObjectNode put(JsonNode entry) {
    for (String member : new String[] {"Source", "DetailType", "Detail"}) {
      if (entry.path(member).asText().isEmpty()) {
        return failure(
            "InvalidArgument", "Parameter %s is not valid. Reason: it is missing", member);
      }
    }
    if (entry.path("Source").asText().startsWith("aws.")) {
      return failure("NotAuthorizedForSourceException", "Sources aws.* are AWS's own");
    }
    JsonNode detail = detail(entry);
    if (!detail.isObject()) {
      return failure("MalformedDetail", "Detail is malformed.");
    }
    String id = UUID.randomUUID().toString();
    ObjectNode event =
        NODES
            .objectNode()
            .put("version", "0")
            .put("id", id)
            .put("detail-type", entry.path("DetailType").asText())
            .put("source", entry.path("Source").asText())
            .put("account", "123456789012")
            .put("time", time(entry).truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", "us-east-1");
    event.set("resources", entry.path("Resources").isArray() ? entry.get("Resources") : array());
    event.set("detail", detail);
    journal.add(event.put("eventBusName", bus(entry)));
    return NODES.objectNode().put("EventId", id);
  }

  private static JsonNode detail(JsonNode entry) {
    return SingleJson.read(entry.path("Detail").asText()).orElseGet(NODES::missingNode);
  }

  private Instant time(JsonNode entry) {
    JsonNode seconds = entry.path("Time");
    return seconds.isNumber()
        ? Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000))
        : clock.instant();
  }

  /** By name or ARN. */
  private static String bus(JsonNode entry) {
    String bus = entry.path("EventBusName").asText(DEFAULT_BUS);
    return bus.substring(bus.lastIndexOf('/') + 1);
  }

  private void requireBus(String bus) {
    if (!bus.equals(DEFAULT_BUS) && !buses.contains(bus)) {
      throw new ApiException(
          400,
          "ResourceNotFoundException",
          "Event bus %s does not exist; the fleet has %s".formatted(bus, buses));
    }
  }

  private static long size(JsonNode entry) {
    long bytes = entry.has("Time") ? BYTES_OF_A_TIME : 0;
    for (String member : new String[] {"Source", "DetailType", "Detail"}) {
      bytes += utf8(entry.path(member));
    }
    for (JsonNode resource : entry.path("Resources")) {
      bytes += utf8(resource);
    }
    return bytes;
  }

  private static int utf8(JsonNode text) {
    return text.asText().getBytes(StandardCharsets.UTF_8).length;
  }

  private static ArrayNode array() {
    return NODES.arrayNode();
  }

  private static ObjectNode failure(String code, String message, Object... values) {
    return NODES.objectNode().put("ErrorCode", code).put("ErrorMessage", message.formatted(values));
  }

  private static ApiException invalid(String message, Object... values) {
    return new ApiException(400, "ValidationException", message.formatted(values));
  }
}
