package __package__;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Optional;

/** A record of the stream. */
@Serdeable
record StateEvent(@Nullable String id, @Nullable String state, @Nullable Instant at) {
  StateEvent {
    if (id == null || id.isEmpty() || state == null || at == null) {
      throw new IllegalArgumentException(
          "an event needs an 'id', a 'state' and an 'at', such as 2026-11-20T10:00:00Z");
    }
  }

  /** The item after this event; empty where the stored one is as new. */
  Optional<StateEntry> onTopOf(Optional<StateEntry> stored) {
    return stored.filter(entry -> !entry.at().isBefore(at)).isPresent()
        ? Optional.empty()
        : Optional.of(new StateEntry(id, state, at));
  }
}
