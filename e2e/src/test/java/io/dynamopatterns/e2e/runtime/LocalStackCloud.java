package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.local.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.state.BusSpec;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.KinesisSpec;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A container of LocalStack. A queue behind each bus keeps what was put on it. */
final class LocalStackCloud implements Cloud {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The last version that starts without a token; the system property names another image. */
  private static final DockerImageName IMAGE =
      DockerImageName.parse(System.getProperty("localstack.image", "localstack/localstack:4.14.0"))
          .asCompatibleSubstituteFor("localstack/localstack");

  private static final String RULE = "everything";

  private final LocalStackContainer container;
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final KinesisClient kinesis;
  private final LocalStackQueues queues;
  private final List<String> eventQueues = new ArrayList<>();
  private final Map<String, Integer> shards;

  LocalStackCloud(FleetState state) {
    Level.DOCKER.require(
        DockerClientFactory.instance().isDockerAvailable(),
        "Testcontainers finds no Docker engine");
    container =
        new LocalStackContainer(IMAGE)
            .withServices("dynamodb", "dynamodbstreams", "kinesis", "events", "sqs");
    container.start();
    kinesis = client(KinesisClient.builder().httpClient(http));
    queues = new LocalStackQueues(client(SqsClient.builder().httpClient(http)));
    queues.create(state.queues());
    shards =
        state.kinesisStreams().stream()
            .collect(Collectors.toMap(KinesisSpec::name, KinesisSpec::shards));
    shards.forEach(this::createStream);
    try (EventBridgeClient eventBridge = client(EventBridgeClient.builder().httpClient(http))) {
      state.buses().stream().map(BusSpec::name).forEach(bus -> createBus(eventBridge, bus));
    }
  }

  static void require() {
    Level.DOCKER.require(
        DockerClientFactory.instance().isDockerAvailable(),
        "Testcontainers finds no Docker engine for LocalStack");
  }

  private <C> C client(AwsClientBuilder<?, C> builder) {
    return builder
        .endpointOverride(container.getEndpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .build();
  }

  private void createStream(String name, int shardCount) {
    kinesis.createStream(create -> create.streamName(name).shardCount(shardCount));
    kinesis.waiter().waitUntilStreamExists(describe -> describe.streamName(name));
  }

  private void createBus(EventBridgeClient eventBridge, String bus) {
    if (!bus.equals("default")) {
      eventBridge.createEventBus(create -> create.name(bus));
    }
    String queue = bus + "-events";
    String arn = queues.create(queue, Map.of());
    eventBridge.putRule(
        rule -> rule.eventBusName(bus).name(RULE).eventPattern("{\"source\":[{\"prefix\":\"\"}]}"));
    eventBridge.putTargets(
        put ->
            put.eventBusName(bus)
                .rule(RULE)
                .targets(Target.builder().id("queue").arn(arn).build()));
    eventQueues.add(queue);
  }

  @Override
  public Map<String, URI> endpoints() {
    return Stream.of("DYNAMODB", "KINESIS", "EVENTBRIDGE", "SQS")
        .collect(Collectors.toMap(service -> service, service -> container.getEndpoint()));
  }

  @Override
  public KinesisStream stream(String name) {
    KinesisStream copy = new KinesisStream(name, shards.get(name), Clock.systemUTC());
    for (Shard shard : kinesis.listShards(list -> list.streamName(name)).shards()) {
      for (Record record : records(name, shard.shardId())) {
        copy.put(record.partitionKey(), record.data().asByteArray());
      }
    }
    return copy;
  }

  private List<Record> records(String stream, String shard) {
    String iterator =
        kinesis
            .getShardIterator(
                get ->
                    get.streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<Record> records = new ArrayList<>();
    GetRecordsResponse page;
    do {
      String from = iterator;
      page = kinesis.getRecords(get -> get.shardIterator(from));
      records.addAll(page.records());
      iterator = page.nextShardIterator();
    } while (page.hasRecords() && !page.records().isEmpty());
    return records;
  }

  @Override
  public void readEvents(Consumer<JsonNode> reader) {
    for (String queue : eventQueues) {
      messages(queue).forEach(event -> reader.accept(parse(event)));
    }
  }

  @Override
  public List<String> messages(String queue) {
    return queues.messages(queue);
  }

  private static JsonNode parse(String event) {
    try {
      return JSON.readTree(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kinesis.close();
    queues.close();
    http.close();
    container.stop();
  }
}
