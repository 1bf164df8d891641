package io.dynamopatterns.emulator.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient;
import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteDBAccess;
import com.amazonaws.services.dynamodbv2.local.shared.jobs.JobsRegister;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndexDescription;
import com.amazonaws.services.dynamodbv2.model.OnDemandThroughput;
import com.amazonaws.services.dynamodbv2.model.ProvisionedThroughput;
import com.amazonaws.services.dynamodbv2.model.StreamSpecification;
import com.amazonaws.services.dynamodbv2.model.UpdateTableRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateTableResult;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * DynamoDB Local's storage, which is SQLite in one thread, relieved of two things that took most of
 * what a request costs.
 *
 * <p>Indexes: nearly every request looks up the first record of the table's stream, and each read
 * of a stream its last, its first, and those from a sequence number. Without an index SQLite walks
 * through the records of all streams. The sequence number is the row id, which each index of SQLite
 * ends with; an index that names it as a column is not searched by it.
 *
 * <p>Tables: each request reads the description of its table from SQLite and parses it. It is kept
 * here until the table is changed.
 */
final class Storage extends SQLiteDBAccess {
  private static final String INDEXES =
      "CREATE INDEX IF NOT EXISTS dynamo_patterns_stream ON us (StreamID);"
          + "CREATE INDEX IF NOT EXISTS dynamo_patterns_shard ON us (ShardID)";

  /** What DynamoDB Local calls the one database that all credentials and Regions share. */
  private static final String SHARED = "shared-local-instance";

  /** As many threads as DynamoDB Local gives its own jobs. */
  private static final int JOB_THREADS = 10;

  private final Map<String, TableInfo> tables = new ConcurrentHashMap<>();

  /** A database in memory. */
  Storage() {
    execute(INDEXES);
  }

  /**
   * A database in a file. What was written outlives the process, but not a loss of power: no write
   * waits for the disk.
   */
  Storage(Path file) {
    super(file.toFile());
    execute("PRAGMA synchronous = OFF");
    execute(INDEXES);
  }

  /** A request handler of DynamoDB Local on this storage. Its shutdown closes the storage. */
  LocalDynamoDBRequestHandler handler() {
    boolean delayTransientStatuses = false;
    LocalDynamoDBRequestHandler handler =
        new LocalDynamoDBRequestHandler(0, true, null, true, delayTransientStatuses) {
          /** It changes the description in place, before it has validated the whole request. */
          @Override
          public UpdateTableResult updateTable(
              String accessKey, String region, UpdateTableRequest request) {
            try {
              return super.updateTable(accessKey, region, request);
            } finally {
              tables.clear();
            }
          }
        };
    databasesOf(handler)
        .put(
            SHARED,
            new LocalDBClient(
                this,
                new JobsRegister(
                    Executors.newFixedThreadPool(JOB_THREADS), delayTransientStatuses)));
    return handler;
  }

  /** DynamoDB Local opens its database itself and takes no other: hence the reflection. */
  @SuppressWarnings("unchecked")
  private static Map<String, AmazonDynamoDBLocal> databasesOf(LocalDynamoDBRequestHandler handler) {
    try {
      Field databases = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
      databases.setAccessible(true);
      return (Map<String, AmazonDynamoDBLocal>) databases.get(handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the DynamoDB Local that this was written for: " + e, e);
    }
  }

  /** Where the statements run. */
  SQLiteQueue statements() {
    return queue;
  }

  private void execute(String statement) {
    queue
        .execute(
            new SQLiteJob<Void>() {
              @Override
              protected Void job(SQLiteConnection connection) throws SQLiteException {
                connection.exec(statement);
                return null;
              }
            })
        .complete();
  }

  /**
   * A change that comes while the description is read waits for it, and then removes it. Of a table
   * that does not exist nothing is kept, so its creation has nothing to remove.
   */
  @Override
  public TableInfo getTableInfo(String table) {
    TableInfo known = tables.get(table);
    return known == null ? tables.computeIfAbsent(table, super::getTableInfo) : known;
  }

  @Override
  public void updateTable(
      String table,
      ProvisionedThroughput provisioned,
      OnDemandThroughput onDemand,
      BillingMode billingMode,
      long lastUpdateToPayPerRequest,
      List<AttributeDefinition> attributes,
      List<GlobalSecondaryIndexDescription> globalIndexes,
      Boolean deletionProtection,
      StreamSpecification stream) {
    try {
      super.updateTable(
          table,
          provisioned,
          onDemand,
          billingMode,
          lastUpdateToPayPerRequest,
          attributes,
          globalIndexes,
          deletionProtection,
          stream);
    } finally {
      tables.remove(table);
    }
  }

  @Override
  public void updateTable(String table, String timeToLiveAttribute) {
    try {
      super.updateTable(table, timeToLiveAttribute);
    } finally {
      tables.remove(table);
    }
  }

  @Override
  public void deleteTable(String table) {
    try {
      super.deleteTable(table);
    } finally {
      tables.remove(table);
    }
  }
}
