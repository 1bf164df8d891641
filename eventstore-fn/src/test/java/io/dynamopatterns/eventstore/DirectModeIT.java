package io.dynamopatterns.eventstore;

import io.dynamopatterns.eventstore.settings.Mode;

class DirectModeIT extends EventStoreContract {
  @Override
  Mode mode() {
    return Mode.DIRECT;
  }
}
