package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@link ModelTables} for clients of the SDK, one request after the other. */
public final class ModelDynamoDb {
  private final ModelTables tables;
  private final DynamoDbClient client;

  /**
   * @param keyAttribute the partition key of its items, a text
   */
  public ModelDynamoDb(String keyAttribute) {
    tables = new ModelTables(keyAttribute);
    client = client(http(FaultScript.none()));
  }

  /** A client without faults. */
  public DynamoDbClient client() {
    return client;
  }

  /** A connection with its faults below the SDK's retries. */
  public FaultyHttpClient http(FaultScript script) {
    return new FaultyHttpClient(new Connection(), script);
  }

  public DynamoDbClient client(FaultyHttpClient http) {
    return ClientSettings.apply(DynamoDbClient.builder())
        .endpointOverride(URI.create("http://localhost:1"))
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(http)
        .build();
  }

  int changes() {
    return tables.applied(Connection.OPERATION);
  }

  private final class Connection implements SdkHttpClient {
    private static final String OPERATION = "any";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          synchronized (tables) {
            return ModelHttpClient.answered(
                tables.execute(
                    OPERATION, ModelHttpClient.name(request), ModelHttpClient.body(request)));
          }
        }

        @Override
        public void abort() {
          // Nothing waits.
        }
      };
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
