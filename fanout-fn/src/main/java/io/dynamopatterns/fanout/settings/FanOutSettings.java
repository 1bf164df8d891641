package io.dynamopatterns.fanout.settings;

import io.dynamopatterns.common.EnvironmentVariable;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Optional;

/**
 * The environment of the fan-out's functions. A wrong value ends the start with a message that
 * names the variable.
 *
 * @param table {@code FANOUT_TABLE}: the table whose changes are told
 * @param subscribers {@code FANOUT_SUBSCRIBERS}: who wants them, as {@link SubscribersText} reads
 *     it
 * @param historyTable {@code FANOUT_HISTORY_TABLE}: the table that keeps the history of the
 *     changes, or null for none
 */
@ConfigurationProperties("fanout")
public record FanOutSettings(
    @Nullable String table, @Nullable String subscribers, @Nullable String historyTable) {

  public FanOutSettings {
    EnvironmentVariable.requireTableName("FANOUT_TABLE", table);
    if (historyTable != null) {
      EnvironmentVariable.requireTableName("FANOUT_HISTORY_TABLE", historyTable);
    }
  }

  /** Who wants the changes, in the order of the variable. */
  public List<Subscriber> subscriberList() {
    return SubscribersText.read(subscribers);
  }

  /** The history of the changes, if there is one. */
  public Optional<String> history() {
    return Optional.ofNullable(historyTable);
  }
}
