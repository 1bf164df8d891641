package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.events.EventBridgeEndpoint;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import io.dynamopatterns.emulator.sqs.SqsEndpoint;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.local.state.FleetState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** DynamoDB Local, and the services that {@code ./fleet} has. */
final class LocalCloud implements Cloud {
  private final EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
  private final List<EmbeddedKinesisStream> streams;
  private final KinesisEndpoint kinesis;
  private final EventJournal events;
  private final EventBridgeEndpoint eventBridge;
  private final SqsEndpoint sqs = SqsEndpoint.start();

  LocalCloud(FleetState state) {
    streams =
        state.kinesisStreams().stream()
            .map(spec -> new EmbeddedKinesisStream(spec.name(), spec.shards(), Clock.systemUTC()))
            .toList();
    kinesis = KinesisEndpoint.start(streams);
    events = new EventJournal(temporaryFile());
    eventBridge = EventBridgeEndpoint.start(state.buses(), events);
    sqs.queues().create(state.queues());
  }

  private static Path temporaryFile() {
    try {
      Path file = Files.createTempFile("events", ".jsonl");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, URI> endpoints() {
    return Map.of(
        "DYNAMODB", dynamoDb.endpoint(),
        "KINESIS", kinesis.endpoint(),
        "EVENTBRIDGE", eventBridge.endpoint(),
        "SQS", sqs.endpoint());
  }

  @Override
  public EmbeddedKinesisStream stream(String name) {
    return streams.stream().filter(stream -> stream.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void readEvents(Consumer<JsonNode> reader) {
    events.read(reader);
  }

  @Override
  public List<String> messages(String queue) {
    return sqs.queues().messages(queue).stream().map(SqsMessage::body).toList();
  }

  @Override
  public void close() {
    sqs.close();
    eventBridge.close();
    events.close();
    kinesis.close();
    dynamoDb.close();
  }
}
