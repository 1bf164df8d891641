package io.dynamopatterns.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStoresTest {
  private static final Map<String, Integer> ARRIVALS = Map.of("a", 1, "b", 2, "c", 2, "d", 3);

  @Test
  void anEventThatIsReadAfterALaterOneIsOutOfOrder() {
    assertThat(EventStores.descents(List.of("a", "d", "b", "c"), ARRIVALS)).isEqualTo(1);
    assertThat(EventStores.descents(List.of("d", "b", "a"), ARRIVALS)).isEqualTo(2);
  }

  @Test
  void eventsOfOneTimeAreInOrderEitherWay() {
    assertThat(EventStores.descents(List.of("a", "c", "b", "d"), ARRIVALS)).isZero();
  }
}
