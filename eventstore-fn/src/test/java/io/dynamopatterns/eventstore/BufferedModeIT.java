package io.dynamopatterns.eventstore;

import io.dynamopatterns.eventstore.settings.Mode;

class BufferedModeIT extends EventStoreContract {
  @Override
  Mode mode() {
    return Mode.BUFFERED;
  }
}
