package io.dynamopatterns.aggregator.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EventItemsTest {
  /** A part that is taken for an event would be counted. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "a\nb", "a\rb", "a\u0085b", "a\u2028b"})
  void thePartsOfALargeEventAreToldFromEventsWhateverItsIdHasInIt(String id) {
    StringBuilder json = new StringBuilder();
    new Random(1).ints(900_000, 'a', 'z').forEach(c -> json.append((char) c));
    List<Map<String, AttributeValue>> items =
        EventItems.of(
            new AggregatedEvent("g", id, "s", Instant.EPOCH, Optional.of(json.toString())),
            Optional.empty());

    assertThat(items).hasSizeGreaterThan(1);
    assertThat(items.subList(0, items.size() - 1)).allMatch(EventItems::isPart);
    assertThat(EventItems.isPart(items.getLast())).isFalse();
  }
}
