package io.dynamopatterns.dax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.dax.ClusterDaxAsyncClient;
import software.amazon.dax.Configuration;

/**
 * Connects to a DAX cluster. A cluster that does not answer gives a client too, which looks for its
 * nodes while reads fail.
 */
record DaxCluster(String endpoint, AwsCredentialsProvider credentials, Region region)
    implements Supplier<DynamoDbAsyncClient> {
  @Override
  public DynamoDbAsyncClient get() {
    int patience = (int) CacheConnection.PATIENCE.toMillis();
    try {
      return ClusterDaxAsyncClient.builder()
          .overrideConfiguration(
              Configuration.builder()
                  .url(endpoint)
                  .region(region)
                  .credentialsProvider(credentials)
                  .connectTimeoutMillis(patience)
                  .requestTimeoutMillis(patience)
                  .endpointRefreshTimeoutMillis(patience)
                  .build())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
