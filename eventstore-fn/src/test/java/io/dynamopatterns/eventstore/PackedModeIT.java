package io.dynamopatterns.eventstore;

import io.dynamopatterns.eventstore.settings.Mode;

class PackedModeIT extends EventStoreContract {
  @Override
  Mode mode() {
    return Mode.PACKED;
  }
}
