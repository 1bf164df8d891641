package io.dynamopatterns.aggregator.kit;

import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.settings.Variables;
import java.util.HashMap;
import java.util.Map;

/** Environments of an aggregator. */
public final class Settings {
  public static final String CLICKS = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
  public static final String LOGIN = "arn:aws:kinesis:us-east-1:123456789012:stream/login";
  public static final String RECOMMENDATIONS =
      "arn:aws:kinesis:us-east-1:123456789012:stream/recommendations";

  private Settings() {}

  /** The environment of an aggregator of clicks by client, complete at this number. */
  public static Map<String, String> count(String table, long count) {
    Map<String, String> environment = base(table);
    environment.put("AGGREGATOR_RULE_COUNT", Long.toString(count));
    return environment;
  }

  /** The environment of an aggregator of several sources. */
  public static Map<String, String> sources(String table, String... names) {
    Map<String, String> environment = base(table);
    environment.put("AGGREGATOR_RULE_SOURCES", String.join(",", names));
    return environment;
  }

  private static Map<String, String> base(String table) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AGGREGATOR_TABLE", table);
    environment.put("AGGREGATOR_EVENT_BUS", "test-fleet");
    environment.put(
        "AGGREGATOR_SOURCES",
        "clicks=%s,login=%s,recommendations=%s".formatted(CLICKS, LOGIN, RECOMMENDATIONS));
    environment.put("AGGREGATOR_GROUP_POINTER", "/client");
    environment.put("AGGREGATOR_ID_POINTER", "/id");
    environment.put("AGGREGATOR_TIME_POINTER", "/time");
    return environment;
  }

  public static AggregatorSettings bind(Map<String, String> environment) {
    return AggregatorSettings.of(Variables.of(environment));
  }
}
