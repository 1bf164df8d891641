package io.dynamopatterns.aggregator.settings;

import com.fasterxml.jackson.core.JsonPointer;
import io.dynamopatterns.aggregator.rule.ConfiguredRule;
import io.dynamopatterns.common.EnvironmentVariable;
import io.dynamopatterns.common.ingest.EventPointers;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment of the aggregator's functions. A wrong value ends the start with a message that
 * names the variable; values stay text until then, so that the message is ours.
 *
 * @param table {@code AGGREGATOR_TABLE}: the table of aggregates
 * @param eventBus {@code AGGREGATOR_EVENT_BUS}: the bus that is told of rounds
 * @param sources {@code AGGREGATOR_SOURCES}: {@code name=<ARN>} of each Kinesis stream, by commas
 * @param groupPointer {@code AGGREGATOR_GROUP_POINTER}: where in an event its group stands
 * @param idPointer {@code AGGREGATOR_ID_POINTER}: where in an event its id stands
 * @param timePointer {@code AGGREGATOR_TIME_POINTER}: where in an event its time stands
 * @param sourcePointer {@code AGGREGATOR_SOURCE_POINTER}: where in an event its source stands, if
 *     events say so themselves
 * @param ruleCount {@code AGGREGATOR_RULE_COUNT}: complete with so many events
 * @param ruleSources {@code AGGREGATOR_RULE_SOURCES}: complete with all these sources, by commas
 * @param ruleMatches {@code AGGREGATOR_RULE_MATCHES}: complete with an event that matches this
 *     pattern of EventBridge
 * @param afterCompletion {@code AGGREGATOR_AFTER_COMPLETION}: what becomes of later events
 * @param expireAfterHours {@code AGGREGATOR_EXPIRE_AFTER_HOURS}: when an open round expires; 0 for
 *     never
 * @param retentionDays {@code AGGREGATOR_RETENTION_DAYS}: how long items are kept; 0 for ever
 * @param indexShards {@code AGGREGATOR_INDEX_SHARDS}: over how many keys of the index open rounds
 *     are spread; may be raised, not lowered
 */
@ConfigurationProperties("aggregator")
public record AggregatorSettings(
    @Nullable String table,
    @Nullable String eventBus,
    @Bindable(defaultValue = "") String sources,
    @Nullable String groupPointer,
    @Nullable String idPointer,
    @Nullable String timePointer,
    @Bindable(defaultValue = "") String sourcePointer,
    @Bindable(defaultValue = "") String ruleCount,
    @Bindable(defaultValue = "") String ruleSources,
    @Bindable(defaultValue = "") String ruleMatches,
    @Bindable(defaultValue = "LATE") String afterCompletion,
    @Bindable(defaultValue = "0") String expireAfterHours,
    @Bindable(defaultValue = "0") String retentionDays,
    @Bindable(defaultValue = "4") String indexShards) {

  private static final Pattern SOURCES =
      Pattern.compile("|%1$s=arn:[^,\\s]+(,%1$s=arn:[^,\\s]+)*".formatted("[A-Za-z0-9_-]{1,64}"));
  private static final Pattern NAMES =
      Pattern.compile("|%1$s(,%1$s)*".formatted("[^,=\\s]{1,128}"));
  private static final Pattern COUNT = Pattern.compile("|[1-9][0-9]{0,11}");
  private static final Pattern BUS = Pattern.compile("[a-zA-Z0-9_./:-]{1,1600}");
  private static final Pattern HOURS = Pattern.compile("[0-9]{1,6}");
  private static final Pattern DAYS = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Pattern SHARDS = Pattern.compile("[1-9][0-9]{0,2}");

  public AggregatorSettings {
    EnvironmentVariable.requireTableName("AGGREGATOR_TABLE", table);
    EnvironmentVariable.require(
        "AGGREGATOR_EVENT_BUS", eventBus, BUS, "the name or ARN of an event bus");
    EnvironmentVariable.require(
        "AGGREGATOR_SOURCES",
        sources,
        SOURCES,
        "name=<ARN of a Kinesis stream>, several by commas, or nothing; a name has 1 to 64 letters, digits, _ or -");
    EventPointers.pointer("AGGREGATOR_GROUP_POINTER", groupPointer);
    EventPointers.pointer("AGGREGATOR_ID_POINTER", idPointer);
    EventPointers.pointer("AGGREGATOR_TIME_POINTER", timePointer);
    if (!sourcePointer.isEmpty()) {
      EventPointers.pointer("AGGREGATOR_SOURCE_POINTER", sourcePointer);
    }
    EnvironmentVariable.require(
        "AGGREGATOR_RULE_COUNT", ruleCount, COUNT, "1 to 999999999999, or nothing");
    EnvironmentVariable.require(
        "AGGREGATOR_RULE_SOURCES",
        ruleSources,
        NAMES,
        "names of up to 128 characters by commas, or nothing");
    EnvironmentVariable.require(
        "AGGREGATOR_AFTER_COMPLETION",
        afterCompletion,
        Pattern.compile("LATE|NEXT_ROUND"),
        "LATE or NEXT_ROUND");
    EnvironmentVariable.require(
        "AGGREGATOR_EXPIRE_AFTER_HOURS", expireAfterHours, HOURS, "0 (never) to 999999 hours");
    EnvironmentVariable.require(
        "AGGREGATOR_RETENTION_DAYS", retentionDays, DAYS, "0 (for ever) to 99999 days");
    EnvironmentVariable.require("AGGREGATOR_INDEX_SHARDS", indexShards, SHARDS, "1 to 999");
    Duration kept = Duration.ofDays(Long.parseLong(retentionDays));
    Duration open = Duration.ofHours(Long.parseLong(expireAfterHours));
    if (!kept.isZero() && kept.compareTo(open) <= 0) {
      throw new IllegalArgumentException(
          "environment variable AGGREGATOR_RETENTION_DAYS is '%s'; allowed: 0 (for ever) or more than AGGREGATOR_EXPIRE_AFTER_HOURS, here %d or more"
              .formatted(retentionDays, open.toDays() + 1));
    }
  }

  /** The name of the source behind each Kinesis stream, by the stream's ARN. */
  public Map<String, String> sourceNames() {
    Map<String, String> names = new TreeMap<>();
    for (String source : list(sources)) {
      int equals = source.indexOf('=');
      names.put(source.substring(equals + 1), source.substring(0, equals));
    }
    return names;
  }

  /** Where in an event its key facts stand. */
  public EventPointers pointers() {
    return new EventPointers(
        JsonPointer.compile(groupPointer),
        JsonPointer.compile(idPointer),
        JsonPointer.compile(timePointer),
        sourcePointer.isEmpty()
            ? Optional.empty()
            : Optional.of(JsonPointer.compile(sourcePointer)));
  }

  /**
   * The rule that is configured.
   *
   * @throws IllegalArgumentException if none is, saying what is allowed
   */
  public ConfiguredRule rule() {
    return new ConfiguredRule(
        ruleCount.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ruleCount)),
        list(ruleSources),
        Optional.of(ruleMatches).filter(pattern -> !pattern.isEmpty()));
  }

  /** What becomes of events that come after completion. */
  public AfterCompletion whenComplete() {
    return AfterCompletion.valueOf(afterCompletion);
  }

  /** How long a round may be open, or zero for ever. */
  public Duration expireAfter() {
    return Duration.ofHours(Long.parseLong(expireAfterHours));
  }

  /** How long items are kept, or zero for ever. */
  public Duration retention() {
    return Duration.ofDays(Long.parseLong(retentionDays));
  }

  /** Over how many keys of the index open rounds are spread. */
  public int shards() {
    return Integer.parseInt(indexShards);
  }

  private static Set<String> list(String commas) {
    return commas.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(commas.split(",", -1)));
  }
}
