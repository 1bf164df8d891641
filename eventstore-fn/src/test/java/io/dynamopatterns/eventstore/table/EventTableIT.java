package io.dynamopatterns.eventstore.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTableIT {
  private static final Deadline MINUTE = Deadline.after(Duration.ofMinutes(1));

  /** Shards of two streams have the same names, and their sequence numbers say nothing together. */
  @Test
  void anotherStreamIsRefused() {
    Store store = Store.create(Mode.DIRECT, 1);
    store.events(TestDatabase.client()).open(MINUTE);
    EventStoreSettings other =
        new EventStoreSettings(
            store.table,
            Optional.empty(),
            Mode.DIRECT,
            Duration.ofMinutes(1),
            1,
            "orders",
            Duration.ZERO);

    assertThatThrownBy(
            () -> new EventTable(TestDatabase.client(), other, TestDatabase.QUICK).open(MINUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "EVENTSTORE_STREAM is orders, but table %s has the events of clicks, which cannot be changed"
                .formatted(store.table));
  }
}
