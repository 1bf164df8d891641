package io.dynamopatterns.periodic.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodicSettingsTest {
  @Test
  void valuesAreRead() {
    PeriodicSettings settings = settings("15", "120", "8", "30", "90");
    assertThat(settings.width()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.grace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.shards()).isEqualTo(8);
    assertThat(settings.retention()).contains(Duration.ofDays(30));
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings("15", "120", "8", "0", "90").retention()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1440,604800,17", "60,0,9", "1,0,9"})
  void aPeriodIsKeptForAllItsRedeliveries(String width, String grace, int least) {
    assertThat(settings(width, grace, "1", Integer.toString(least), "10").retention()).isPresent();
    assertThatThrownBy(() -> settings(width, grace, "1", Integer.toString(least - 1), "10"))
        .hasMessage(
            "environment variable PERIODIC_RETENTION_DAYS is '%d'; allowed: 0 (for ever) or more than the period's width, the grace and 8 days for redelivery together, here %d or more"
                .formatted(least - 1, least));
  }

  private static PeriodicSettings settings(
      String width, String grace, String shards, String retention, String lease) {
    return PeriodicSettings.of(
        Variables.of(
            Map.of(
                "PERIODIC_TABLE", "periods",
                "PERIODIC_EVENT_BUS", "fleet",
                "PERIODIC_WIDTH_MINUTES", width,
                "PERIODIC_GRACE_SECONDS", grace,
                "PERIODIC_SHARDS", shards,
                "PERIODIC_RETENTION_DAYS", retention,
                "PERIODIC_LEASE_SECONDS", lease)));
  }
}
