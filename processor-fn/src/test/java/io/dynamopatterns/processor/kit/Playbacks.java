package io.dynamopatterns.processor.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.emulator.sqs.SqsEndpoint;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.processor.playback.PlaybackTargets;
import io.dynamopatterns.processor.playback.PlaybackWorker;
import io.dynamopatterns.processor.settings.ProcessorSettings;
import io.dynamopatterns.processor.worker.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where an event store is played back to, and what has arrived there. */
public final class Playbacks implements AutoCloseable {
  public static final String STREAM = "clicks";
  public static final String QUEUE = "replay.fifo";

  private static final String QUEUE_URL =
      "https://sqs.us-east-1.amazonaws.com/123456789012/" + QUEUE;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fleet fleet;
  private final EventStore store;
  private final SqsEndpoint sqs = SqsEndpoint.start();

  public Playbacks(Fleet fleet, EventStore store) {
    this.fleet = fleet;
    this.store = store;
    sqs.queues()
        .create(
            new QueueSpec(
                QUEUE,
                "arn:aws:sqs:us-east-1:123456789012:" + QUEUE,
                true,
                Duration.ofSeconds(30),
                Duration.ZERO,
                false,
                true,
                1024 * 1024,
                Optional.empty()));
  }

  public PlaybackWorker worker(SdkHttpClient http, Waiting waiting) {
    return worker(http, fleet.kinesis(http), waiting);
  }

  public PlaybackWorker worker(SdkHttpClient http, KinesisClient kinesis, Waiting waiting) {
    SqsClient queues =
        SqsClient.builder()
            .endpointOverride(sqs.endpoint())
            .region(EmbeddedDynamoDb.REGION)
            .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
            .httpClient(http)
            .build();
    return new PlaybackWorker(
        new EventStoreReader(new StoredEvents(fleet.dynamoDb(http), store.table), 1, fleet.clock),
        new ShardStates(fleet.dynamoDb(http), store.table, fleet.clock),
        new PlaybackTargets(
            new ProcessorSettings.Playback(store.table, List.of(STREAM), List.of(QUEUE_URL)),
            () -> kinesis,
            () -> queues),
        fleet.clock,
        waiting);
  }

  /** A playback of all there is, and more input if wanted. */
  public static Work to(String target, String... more) {
    Map<String, String> input = new HashMap<>(Map.of("target", target));
    for (int i = 0; i < more.length; i += 2) {
      input.put(more[i], more[i + 1]);
    }
    return new Work("playback-1", PlaybackWorker.TYPE, input);
  }

  /** How many messages there are, those that came twice among them. */
  public int arrived(String target) {
    return target.equals(QUEUE) ? sqs.queues().size(QUEUE) : fleet.deliveredCount();
  }

  /** All messages that arrived, each once, by key; those of a key in their order. */
  public Map<String, List<String>> idsByKey(String target) {
    Map<String, List<String>> ids = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (JsonNode message : messages(target)) {
      if (seen.add(message.get("id").asText())) {
        ids.computeIfAbsent(message.get("partitionKey").asText(), key -> new ArrayList<>())
            .add(message.get("id").asText());
      }
    }
    return ids;
  }

  /** The same of events. */
  public static Map<String, List<String>> idsByKey(List<Event> events) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                Event::partitionKey,
                Collectors.mapping(event -> event.key().eventId(), Collectors.toList())));
  }

  /** All messages in the order of their arrival, those of a stream shard by shard. */
  public List<JsonNode> messages(String target) {
    List<JsonNode> messages = new ArrayList<>();
    try {
      if (target.equals(QUEUE)) {
        for (SqsMessage message : queued()) {
          messages.add(JSON.readTree(message.body()));
        }
      } else {
        for (var streamed : fleet.delivered()) {
          messages.add(JSON.readTree(new String(streamed.data(), StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  public List<SqsMessage> queued() {
    return sqs.queues().messages(QUEUE);
  }

  @Override
  public void close() {
    sqs.close();
  }
}
