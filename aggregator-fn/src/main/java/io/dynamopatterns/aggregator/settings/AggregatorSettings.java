package io.dynamopatterns.aggregator.settings;

import io.dynamopatterns.aggregator.rule.ConfiguredRule;
import io.dynamopatterns.common.ingest.EventPointers;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of the aggregator's functions.
 *
 * @param table the table of aggregates
 * @param eventBus the bus that ends of rounds are published to
 * @param sourceNames the name of each Kinesis stream, by the stream's ARN
 * @param pointers the fields of an event that hold its group, id, time and source
 * @param ruleCount the number of events that completes a round
 * @param ruleSources the sources that complete a round, each with one event
 * @param ruleMatches an EventBridge pattern; an event that matches it completes a round
 * @param afterCompletion what becomes of later events
 * @param expireAfter how long a round may be open, or zero for ever
 * @param retention how long items are kept, or zero for ever
 * @param indexShards over how many keys of the index open rounds are spread
 */
public record AggregatorSettings(
    String table,
    String eventBus,
    Map<String, String> sourceNames,
    EventPointers pointers,
    Optional<Long> ruleCount,
    Set<String> ruleSources,
    Optional<String> ruleMatches,
    AfterCompletion afterCompletion,
    Duration expireAfter,
    Duration retention,
    int indexShards) {

  private static final Kind<Map<String, String>> SOURCES =
      Kind.list(
              Kind.text(
                  "[A-Za-z0-9_-]{1,64}=arn:[^,\\s]+",
                  "name=<ARN of a Kinesis stream>, where a name has 1 to 64 letters, digits, _ or -"))
          .map(
              sources ->
                  sources.stream()
                      .map(source -> source.split("=", 2))
                      .collect(
                          Collectors.toMap(parts -> parts[1], parts -> parts[0], (a, b) -> b)));

  public static AggregatorSettings of(Variables variables) {
    AggregatorSettings settings =
        new AggregatorSettings(
            variables.required("AGGREGATOR_TABLE", Kind.TABLE, "the table of aggregates"),
            variables.required(
                "AGGREGATOR_EVENT_BUS",
                Kind.EVENT_BUS,
                "the bus that ends of rounds are published to"),
            variables
                .optional(
                    "AGGREGATOR_SOURCES", SOURCES, "the name and the ARN of each Kinesis stream")
                .orElse(Map.of()),
            pointers(variables),
            variables.optional(
                "AGGREGATOR_RULE_COUNT",
                Kind.whole(1L, 999_999_999_999L),
                "a round is complete with this number of events"),
            variables
                .optional(
                    "AGGREGATOR_RULE_SOURCES",
                    Kind.list(Kind.text("[^,=\\s]{1,128}", "a name, 1 to 128 characters")),
                    "a round is complete with an event of each of these sources")
                .map(Set::copyOf)
                .orElse(Set.of()),
            variables.optional(
                "AGGREGATOR_RULE_MATCHES",
                Kind.text("(?s).+", "a pattern of EventBridge, such as {\"type\":[\"CHECKOUT\"]}"),
                "a round is complete with an event that matches this pattern"),
            variables.orElse(
                "AGGREGATOR_AFTER_COMPLETION",
                Kind.oneOf("LATE", "NEXT_ROUND").map(AfterCompletion::valueOf),
                "LATE",
                "whether later events are kept and counted as late, or open the next round"),
            variables.orElse(
                "AGGREGATOR_EXPIRE_AFTER_HOURS",
                Kind.timeOrZero(ChronoUnit.HOURS, "for ever", 1, 999_999),
                "0",
                "how long a round may be open"),
            variables.orElse(
                "AGGREGATOR_RETENTION_DAYS",
                Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 1, 99_999),
                "0",
                "how long events, rounds and rejected records are kept. At least as long as the"
                    + " streams keep records, which is 7 days at most"),
            variables.orElse(
                "AGGREGATOR_INDEX_SHARDS",
                Kind.whole(1, 999),
                "4",
                "over how many keys of the index open rounds are spread; may be raised, not"
                    + " lowered"));
    settings.requireRetentionBeyondExpiry();
    return settings;
  }

  private static EventPointers pointers(Variables variables) {
    return new EventPointers(
        variables.required(
            "AGGREGATOR_GROUP_POINTER", Kind.POINTER, "the field of an event that holds its group"),
        variables.required(
            "AGGREGATOR_ID_POINTER", Kind.POINTER, "the field of an event that holds its id"),
        variables.required(
            "AGGREGATOR_TIME_POINTER", Kind.POINTER, "the field of an event that holds its time"),
        variables.optional(
            "AGGREGATOR_SOURCE_POINTER",
            Kind.POINTER,
            "the field of an event that holds its source, in place of its stream's name"));
  }

  private void requireRetentionBeyondExpiry() {
    if (!retention.isZero() && retention.compareTo(expireAfter) <= 0) {
      throw Variables.refusal(
          "AGGREGATOR_RETENTION_DAYS",
          retention.toDays(),
          "0 (for ever) or more than AGGREGATOR_EXPIRE_AFTER_HOURS, here %d or more"
              .formatted(expireAfter.toDays() + 1));
    }
  }

  /**
   * The rule that is configured.
   *
   * @throws IllegalArgumentException if none is, saying what is allowed
   */
  public ConfiguredRule rule() {
    return new ConfiguredRule(
        ruleCount.map(OptionalLong::of).orElse(OptionalLong.empty()), ruleSources, ruleMatches);
  }
}
