package io.dynamopatterns.emulator.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import io.dynamopatterns.emulator.http.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * AWS's DynamoDB Local inside this JVM: in memory, telemetry off, on a free loopback port.
 *
 * <p>DynamoDB Local is a Jetty handler. It is put into our own server, because its own server
 * listens on every interface of the machine.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
  /** DynamoDB Local takes any credentials whose access key is alphanumeric. */
  public static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

  public static final Region REGION = Region.US_EAST_1;

  /** Held so that its level stays: DynamoDB Local's old SDK warns of a missing XML library. */
  private static final Logger OLD_SDK = Logger.getLogger("com.amazonaws");

  private final LoopbackServer server;
  private final LocalDynamoDBServerHandler dynamoDb;
  private final StreamsApi streamsApi;
  private final ChangeCounter counter;
  private final MeterHandler meter;
  private final SdkHttpClient http;
  private final DynamoDbClient client;
  private final DynamoDbStreamsClient streams;

  private EmbeddedDynamoDb(Supplier<Storage> storage) {
    OLD_SDK.setLevel(Level.SEVERE);
    LocalDynamoDBRequestHandler requests = storage.get().handler();
    streamsApi = new StreamsApi(new InProcessStreams(requests));
    dynamoDb = new LocalDynamoDBServerHandler(requests, null);
    counter = new ChangeCounter(dynamoDb);
    meter = new MeterHandler(counter);
    server = new LoopbackServer("dynamodb-local", meter);
    http = ApacheHttpClient.builder().maxConnections(200).build();
    client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint())
            .region(REGION)
            .credentialsProvider(CREDENTIALS)
            .httpClient(http)
            .build();
    streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(endpoint())
            .region(REGION)
            .credentialsProvider(CREDENTIALS)
            .httpClient(http)
            .build();
  }

  /** Starts an empty database. */
  public static EmbeddedDynamoDb start() {
    return new EmbeddedDynamoDb(Storage::new);
  }

  /** Starts a database whose tables and streams are in a file, those of before included. */
  public static EmbeddedDynamoDb start(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep tables in " + file, e);
    }
    return new EmbeddedDynamoDb(() -> new Storage(file));
  }

  /** Where an SDK client, or the AWS CLI with {@code --endpoint-url}, reaches this database. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** The database's API, for a server that has it on its own port. */
  public Handler handler() {
    return meter;
  }

  /**
   * Opens one more port to this database, whose traffic is tallied.
   *
   * @param usage receives the tally
   */
  public URI meteredEndpoint(DynamoDbUsage usage) {
    LoopbackServer.Port port = server.open();
    meter.meter(port.connector(), usage);
    return port.uri();
  }

  /** Rises per request that may have changed the table; deletions by TTL do not count. */
  public long changes(String table) {
    return counter.changes(table);
  }

  /** The streams' API without a server between. */
  public StreamsApi streamsApi() {
    return streamsApi;
  }

  /** A shared client; it is closed with the database. */
  public DynamoDbClient client() {
    return client;
  }

  /** A shared client of the streams; it is closed with the database. */
  public DynamoDbStreamsClient streams() {
    return streams;
  }

  /** Creates a table with string keys and a stream of new and old images. */
  public void createTable(String name, String... keys) {
    new TableCreator(client)
        .create(
            new TableSpec(
                name,
                keys[0],
                Arrays.stream(keys).skip(1).findFirst(),
                Arrays.stream(keys).collect(Collectors.toMap(key -> key, key -> "S")),
                List.of(),
                List.of(),
                Optional.of("NEW_AND_OLD_IMAGES"),
                Optional.empty()));
  }

  @Override
  public void close() {
    client.close();
    streams.close();
    http.close();
    try {
      server.close();
    } finally {
      dynamoDb.close();
    }
  }
}
