package io.dynamopatterns.e2e.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableCreator;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The recorded deployment's tables, streams, buses and queues, for functions under AWS's runtime
 * client with the settings that Terraform gave them.
 */
final class RecordedFleet implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FleetState state = FleetState.recorded();
  private final Cloud cloud = Cloud.start(state);
  private final DynamoDbClient dynamoDb =
      DynamoDbClient.builder()
          .endpointOverride(dynamoDbEndpoint())
          .region(EmbeddedDynamoDb.REGION)
          .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
          .httpClient(ApacheHttpClient.create())
          .build();

  RecordedFleet() {
    state.tables().forEach(this::create);
  }

  /** Whether AWS's runtime client and the cloud that was asked for run here. */
  static boolean canStart() {
    return LambdaRuntime.canRun() && Cloud.canStart();
  }

  private URI dynamoDbEndpoint() {
    return cloud.endpoints().get("DYNAMODB");
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  void create(TableSpec table) {
    new TableCreator(dynamoDb).create(table);
  }

  /** A table with one or two strings for its key and nothing else. */
  void createTable(String name, String... keys) {
    create(
        new TableSpec(
            name,
            keys[0],
            keys.length > 1 ? Optional.of(keys[1]) : Optional.empty(),
            Stream.of(keys).collect(Collectors.toMap(key -> key, key -> "S")),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  /** Starts a function with the recorded settings. */
  LambdaRuntime start(String handler) throws IOException {
    return start(handler, Map.of());
  }

  /** Starts a function with some settings that are not the recorded ones. */
  LambdaRuntime start(String handler, Map<String, String> settings) throws IOException {
    FunctionSpec function = state.functionOf(handler).orElseThrow();
    return start(function.jarName(), handler, function.environment(), settings);
  }

  /** Starts a handler that the recorded deployment does not have, with the settings of another. */
  LambdaRuntime start(
      String jar, String handler, Map<String, String> recorded, Map<String, String> settings)
      throws IOException {
    Map<String, String> environment = new HashMap<>(recorded);
    environment.putAll(settings);
    return start(Project.jarNamed(jar), handler, environment);
  }

  /** Starts any function with these settings. */
  LambdaRuntime start(Path jar, String handler, Map<String, String> environment)
      throws IOException {
    return new LambdaRuntime(jar, handler, environment, cloud.endpoints());
  }

  Map<String, String> environment(String handler) {
    return state.functionOf(handler).orElseThrow().environment();
  }

  /** The only mapping that reads a table's stream for a function. */
  MappingSpec tableMapping(String handler) {
    String function = state.functionOf(handler).orElseThrow().name();
    return state.mappings().stream()
        .filter(mapping -> mapping.source() instanceof MappingSpec.TableStream)
        .filter(mapping -> mapping.function().equals(function))
        .findFirst()
        .orElseThrow();
  }

  /** A mapping that delivers to a runtime, with the filters of the record. */
  EventSourceMapping mapping(MappingSpec spec, LambdaRuntime runtime) {
    return new EventSourceMapping(
        spec,
        new TableStreamSource(dynamoDbEndpoint(), spec.source().name(), spec.source().arn()),
        invoker(runtime),
        discard -> {
          throw new AssertionError("given up on: " + discard);
        },
        MappingPace.virtual(new VirtualClock(Instant.now())));
  }

  private static Invoker invoker(LambdaRuntime runtime) {
    return event -> {
      try {
        FakeRuntimeApi.Reply reply = runtime.invoke(event);
        if (reply.isError()) {
          throw new InvocationException(reply.body() + "\n" + runtime.output());
        }
        return reply.body().toString();
      } catch (IOException e) {
        throw new InvocationException("no reply", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InvocationException("interrupted", e);
      }
    };
  }

  /** What was put on the buses, by its type. */
  List<JsonNode> published(String detailType) {
    return events(detailType).stream().map(event -> event.path("detail")).toList();
  }

  /** The events of a type that were put on the bus, with what is around their details. */
  List<JsonNode> events(String detailType) {
    List<JsonNode> found = new ArrayList<>();
    cloud.readEvents(
        event -> {
          if (event.path("detail-type").asText().equals(detailType)) {
            found.add(event);
          }
        });
    return found;
  }

  /** What came to a queue of the deployment, read as JSON. */
  List<JsonNode> messages(String queue) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    for (String message : cloud.messages(queue)) {
      messages.add(JSON.readTree(message));
    }
    return messages;
  }

  /** Stores an item as a function left it. */
  void put(String table, Map<String, AttributeValue> item) {
    dynamoDb.putItem(put -> put.tableName(table).item(item));
  }

  List<JsonNode> items(String table) {
    return new TableItems(dynamoDbEndpoint()).of(table);
  }

  /** The stream that clicks are put on, with what is on it now. */
  EmbeddedKinesisStream clicks() {
    return cloud.stream(clicksName());
  }

  private String clicksName() {
    return ending(state.kinesisStreams().stream().map(KinesisSpec::name), "-clicks");
  }

  private String pagesName() {
    return ending(state.tables().stream().map(TableSpec::name), "-pages");
  }

  private static String ending(Stream<String> names, String end) {
    return names.filter(name -> name.endsWith(end)).findFirst().orElseThrow();
  }

  /** A recorded event, as it comes from the recorded deployment's stream or table. */
  String event(String name) throws IOException {
    return RealRuntimeIT.event(name)
        .replace(":stream/clicks\"", ":stream/" + clicksName() + "\"")
        .replace(":table/pages/", ":table/" + pagesName() + "/");
  }

  /** Invokes a function that is to answer with JSON. */
  static JsonNode answer(LambdaRuntime runtime, String request) throws Exception {
    FakeRuntimeApi.Reply reply = runtime.invoke(request);
    if (reply.isError()) {
      throw new AssertionError(reply.body() + "\n" + runtime.output());
    }
    return JSON.readTree(reply.body().toString());
  }

  @Override
  public void close() {
    dynamoDb.close();
    cloud.close();
  }
}
