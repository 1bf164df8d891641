package io.dynamopatterns.dax;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.priming.DryRun;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedSchema;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads through the DAX cluster that {@code DAX_ENDPOINT} names, and from the tables themselves
 * where it is not set: a function is the same with and without a cache.
 *
 * <p>A read waits at most a second for the cluster. If it fails or does not answer, the table is
 * read, and for ten seconds all reads go to their tables. Metrics count both: {@code CacheFailures}
 * and {@code ReadsPastCache}. Throttling, which DAX passes on from the table, is not a failure of
 * the cache and is thrown.
 *
 * <p>The cluster is connected to by the first read, not at the start, and not by a dry run: a
 * SnapStart snapshot has no connections.
 */
@Singleton
public final class ReadCache implements AutoCloseable {
  private static final Kind<String> ENDPOINT =
      Kind.text(
          "daxs?://[a-zA-Z0-9.-]{1,253}(?::[0-9]{1,5})?",
          "the endpoint of a DAX cluster, as the Terraform module dax gives it: daxs://NAME");

  private final DynamoDbClient tables;
  private final Optional<CacheConnection> connection;

  @Inject
  ReadCache(
      DynamoDbClient tables,
      Variables variables,
      AwsCredentialsProviderChain credentials,
      AwsRegionProviderChain region) {
    this(
        tables,
        variables
            .optional("DAX_ENDPOINT", ENDPOINT, "the DAX cluster that reads go through")
            .map(endpoint -> new DaxCluster(endpoint, credentials, region.getRegion()))
            .map(cluster -> new CacheConnection(cluster, System::nanoTime)));
  }

  /**
   * Reads through a client in place of a cluster, as in tests: a cache that is always stale shows
   * what a function decides on.
   */
  public static ReadCache through(DynamoDbAsyncClient cluster, DynamoDbClient tables) {
    return new ReadCache(tables, Optional.of(new CacheConnection(() -> cluster, System::nanoTime)));
  }

  ReadCache(DynamoDbClient tables, Optional<CacheConnection> connection) {
    this.tables = tables;
    this.connection = connection;
  }

  /** The table's items as the cache has them, for one invocation. */
  public <T> CachedTable<T> table(VersionedSchema<T> schema, Call call) {
    DynamoDbClient client =
        connection
            .filter(cache -> !DryRun.isRunning())
            .<DynamoDbClient>map(cache -> new CacheClient(cache, tables, call.telemetry()))
            .orElse(tables);
    return new CachedTable<>(Reads.cached(client, schema).within(call.deadline()));
  }

  @Override
  @PreDestroy
  public void close() {
    connection.ifPresent(CacheConnection::close);
  }
}
