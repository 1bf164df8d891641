package io.dynamopatterns.history.request;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemVersion;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Answers as the maps, lists, text and numbers that Lambda's runtime writes as JSON. Items are in
 * DynamoDB's type-tagged JSON.
 */
public final class HistoryJson {
  private HistoryJson() {}

  /** An item, its attributes in the order of their names. */
  public static Map<String, Object> item(Map<String, AttributeValue> item) {
    Map<String, Object> json = new LinkedHashMap<>();
    new TreeMap<>(item).forEach((name, value) -> json.put(name, value(value)));
    return json;
  }

  /** An entry, without its images. */
  public static Answer entry(Entry entry) {
    return new Answer()
        .put("position", entry.position().toString())
        .put("eventName", entry.eventName())
        .put("time", entry.time())
        .put("sequence", entry.position().sequence())
        .put("version", entry.version().number())
        .put("oldVersion", entry.oldVersion().number())
        .put(
            "versionProblem",
            Optional.of(entry.version()).filter(ItemVersion::isBad).map(ItemVersion::problem))
        .put("actor", entry.actor())
        .flag("ttl", entry.byTimeToLive());
  }

  /** One attribute value with its type. */
  public static Map<String, Object> value(AttributeValue value) {
    return switch (value.type()) {
      case S -> Map.of("S", value.s());
      case N -> Map.of("N", value.n());
      case B -> Map.of("B", base64(value.b()));
      case BOOL -> Map.of("BOOL", value.bool());
      case NUL -> Map.of("NULL", value.nul());
      case SS -> Map.of("SS", value.ss().stream().sorted().toList());
      case NS -> Map.of("NS", value.ns().stream().sorted().toList());
      case BS -> Map.of("BS", value.bs().stream().map(HistoryJson::base64).sorted().toList());
      case L -> Map.of("L", list(value.l()));
      case M -> Map.of("M", item(value.m()));
      default -> throw new IllegalArgumentException("attribute value without a type");
    };
  }

  private static List<Map<String, Object>> list(List<AttributeValue> values) {
    return values.stream().map(HistoryJson::value).toList();
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }
}
