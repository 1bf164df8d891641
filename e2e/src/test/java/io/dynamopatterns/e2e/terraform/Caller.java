package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.local.fleet.Fleet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who asks a running fleet: its functions by their handlers, its tables as an administrator. */
final class Caller implements AutoCloseable {
  /** A client and a page that no log has; every subscriber of {@code dev} wants such a click. */
  static final String CLIENT = "exercises";

  static final String PAGE = "/blog/exercise";

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Fleet fleet;
  private final DynamoDbClient dynamoDb;

  Caller(Fleet fleet) {
    this.fleet = fleet;
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(fleet.dynamoDbEndpoint())
            .region(EmbeddedDynamoDb.REGION)
            .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
            .build();
  }

  Fleet fleet() {
    return fleet;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /** Puts a click on the stream and waits until all that follows from it has come to pass. */
  void click(String id) throws InterruptedException {
    put(id);
    fleet.mappings().awaitSettled();
  }

  /** Puts a click on the stream. */
  void put(String id) {
    ObjectNode click =
        object()
            .put("id", id)
            .put("client", CLIENT)
            .put("time", time(Instant.now()))
            .put("method", "GET")
            .put("path", PAGE)
            .put("status", 404)
            .put("bytes", 1);
    fleet.streams().stream()
        .filter(stream -> stream.name().endsWith("-clicks"))
        .forEach(stream -> stream.put(CLIENT, click.toString().getBytes(StandardCharsets.UTF_8)));
  }

  JsonNode invoke(String handler, ObjectNode request) throws Exception {
    return DeployedState.parse(function(handler).invoke(request.toString()));
  }

  /** A variable of the function with this handler. */
  String variable(String handler, String name) {
    return function(handler).spec().environment().get(name);
  }

  /** Whether the deployment has a function with this handler. */
  boolean has(String handler) {
    return fleet.functions().stream()
        .anyMatch(function -> function.spec().handler().endsWith("." + handler));
  }

  /**
   * @param handler the end of its class's name, such as {@code history.HistoryReadHandler}
   */
  LocalFunction function(String handler) {
    List<LocalFunction> found =
        fleet.functions().stream()
            .filter(function -> function.spec().handler().endsWith("." + handler))
            .toList();
    assertThat(found).as(handler).hasSize(1);
    return found.getFirst();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** As functions read and write it. */
  static String time(Instant time) {
    return MILLIS.format(time);
  }

  static AttributeValue attribute(Instant time) {
    return AttributeValue.fromS(time(time));
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
