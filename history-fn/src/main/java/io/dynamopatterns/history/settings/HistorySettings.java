package io.dynamopatterns.history.settings;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The settings of the history's functions.
 *
 * @param keepsOldImages whether entries keep the image before the change
 * @param retention how long entries are kept, or zero for ever
 */
public record HistorySettings(
    String table,
    boolean keepsOldImages,
    String actorAttribute,
    String versionAttribute,
    Duration retention) {

  private static final String NEW_AND_OLD = "NEW_AND_OLD";
  private static final Kind<String> ATTRIBUTE =
      Kind.text(".{1,255}", "an attribute's name, 1 to 255 characters");

  public static HistorySettings of(Variables variables) {
    return new HistorySettings(
        variables.required("HISTORY_TABLE", Kind.TABLE, "the append-only table"),
        variables.orElse(
            "HISTORY_IMAGES",
            Kind.oneOf(NEW_AND_OLD, "NEW").map(NEW_AND_OLD::equals),
            NEW_AND_OLD,
            "`NEW` keeps only the image after the change; the image before it is read from the"
                + " previous entry. A stream of new images is then enough"),
        variables.orElse(
            "HISTORY_ACTOR_ATTRIBUTE",
            ATTRIBUTE,
            "actor",
            "the attribute in which writers say who they are"),
        variables.orElse(
            "HISTORY_VERSION_ATTRIBUTE",
            ATTRIBUTE,
            "version",
            "the attribute in which writers count versions"),
        variables.orElse(
            "HISTORY_RETENTION_DAYS",
            Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 1, 99_999),
            "0",
            "how long entries are kept"));
  }
}
