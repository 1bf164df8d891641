package io.dynamopatterns.bench.compare;

import io.dynamopatterns.bench.run.TransportClients;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Tables, clients and calls of contenders. */
final class Services {
  private Services() {}

  /** A table whose keys are strings: the partition key, and perhaps the sort key. */
  static ModelTable table(String name, String... keys) {
    return new ModelTable(name, schema(keys), List.of());
  }

  /** A table with an index that has all keys, and nothing else. */
  static ModelTable indexed(String name, List<String> keys, String index, List<String> indexKeys) {
    KeySchema schema = schema(keys.toArray(new String[0]));
    return new ModelTable(
        name,
        schema,
        List.of(
            new Index(
                index, schema(indexKeys.toArray(new String[0])), schema, Optional.of(Set.of()))));
  }

  private static KeySchema schema(String... keys) {
    Map<String, String> types = new HashMap<>();
    for (String key : keys) {
      types.put(key, "S");
    }
    return new KeySchema(keys[0], keys.length > 1 ? Optional.of(keys[1]) : Optional.empty(), types);
  }

  /** The SDK's client with the settings of {@code common}: all contenders have the same. */
  static DynamoDbClient client(MeteredService service) {
    return TransportClients.ofFunctions(service).dynamoDb();
  }

  /** The same for a bus. */
  static EventBridgeClient bus(MeteredService service) {
    return ClientSettings.apply(
            EventBridgeClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(service))
        .build();
  }

  /** A run that has time enough. */
  static Call call() {
    return new Call(
        Deadline.after(Duration.ofDays(1)), Telemetry.of("bench", "compare", "request"));
  }
}
