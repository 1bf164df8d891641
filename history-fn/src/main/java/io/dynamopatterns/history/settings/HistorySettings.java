package io.dynamopatterns.history.settings;

import io.dynamopatterns.common.EnvironmentVariable;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The environment of the history functions. A wrong value ends the start with a message that names
 * the variable; values stay text until then, so that the message is ours.
 *
 * @param table {@code HISTORY_TABLE}: the name of the append-only table
 * @param images {@code HISTORY_IMAGES}: which images are kept
 * @param actorAttribute {@code HISTORY_ACTOR_ATTRIBUTE}: where writers say who they are
 * @param versionAttribute {@code HISTORY_VERSION_ATTRIBUTE}: where writers count versions
 * @param retentionDays {@code HISTORY_RETENTION_DAYS}: after how many days entries expire; 0 for
 *     never
 */
@ConfigurationProperties("history")
public record HistorySettings(
    @Nullable String table,
    @Bindable(defaultValue = NEW_AND_OLD) String images,
    @Bindable(defaultValue = "actor") String actorAttribute,
    @Bindable(defaultValue = "version") String versionAttribute,
    @Bindable(defaultValue = "0") String retentionDays) {

  private static final String NEW_AND_OLD = "NEW_AND_OLD";
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile(".{1,255}");
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,5}");

  public HistorySettings {
    EnvironmentVariable.requireTableName("HISTORY_TABLE", table);
    EnvironmentVariable.require(
        "HISTORY_IMAGES", images, Pattern.compile("NEW_AND_OLD|NEW"), "NEW_AND_OLD or NEW");
    EnvironmentVariable.require(
        "HISTORY_ACTOR_ATTRIBUTE", actorAttribute, ATTRIBUTE_NAME, "an attribute's name");
    EnvironmentVariable.require(
        "HISTORY_VERSION_ATTRIBUTE", versionAttribute, ATTRIBUTE_NAME, "an attribute's name");
    EnvironmentVariable.require(
        "HISTORY_RETENTION_DAYS", retentionDays, DAYS, "0 (for ever) to 99999 days");
  }

  /** Whether entries keep the image before the change. */
  public boolean keepsOldImages() {
    return images.equals(NEW_AND_OLD);
  }

  /** How long entries are kept, or zero for ever. */
  public Duration retention() {
    return Duration.ofDays(Long.parseLong(retentionDays));
  }
}
