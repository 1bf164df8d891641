package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.local.state.FleetState;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the functions under test talk to, empty at first but for the streams, buses and queues of a
 * state: this project's own services, or an emulator with Maven's profiles {@code localstack} and
 * {@code floci}.
 */
interface Cloud extends AutoCloseable {
  /** The system property by which the profiles ask for an emulator, by its name. */
  String EMULATOR = "e2e.emulator";

  /** Whether the cloud that was asked for runs here. */
  static boolean canStart() {
    String emulator = System.getProperty(EMULATOR);
    return emulator == null || EmulatorCloud.canStart(emulator);
  }

  static Cloud start(FleetState state) {
    String emulator = System.getProperty(EMULATOR);
    return emulator == null ? new LocalCloud(state) : new EmulatorCloud(emulator, state);
  }

  /** Where each service is, by the SDK's name of it in capitals. */
  Map<String, URI> endpoints();

  /** A stream with what was put on it until now. */
  EmbeddedKinesisStream stream(String name);

  /** Reads every event that was put on a bus until now. */
  void readEvents(Consumer<JsonNode> reader);

  /** Every message that came to a queue until now; those of one group in their order. */
  List<String> messages(String queue);

  @Override
  void close();
}
