package io.dynamopatterns.bench.compare;

import com.amazonaws.services.dynamodbv2.AcquireLockOptions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClientOptions;
import com.amazonaws.services.dynamodbv2.LockItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * By the Amazon DynamoDB Lock Client: takes the lock of a list, reads the list, and writes it if
 * the lock has not expired, as the client's documentation has it. A thread sends heartbeats.
 *
 * @see <a href="https://github.com/awslabs/amazon-dynamodb-lock-client">Amazon DynamoDB Lock
 *     Client</a>
 */
final class LockAppender implements Appender, AutoCloseable {
  static final String LOCKS = "locks";

  static {
    // What the client logs of each fault has no reader.
    System.setProperty("org.slf4j.simpleLogger.log.com.amazonaws.services.dynamodbv2", "off");
  }

  private static final int HEARTBEATS_IN_A_LEASE = 4;
  private static final int LOOKS_IN_A_LEASE = 10;
  private static final int LEASES_TO_WAIT = 20;

  private final DynamoDbClient client;
  private final Duration lease;
  private final AmazonDynamoDBLockClient locks;

  LockAppender(DynamoDbClient client, Duration lease) {
    this.client = client;
    this.lease = lease;
    this.locks =
        new AmazonDynamoDBLockClient(
            AmazonDynamoDBLockClientOptions.builder(client, LOCKS)
                .withPartitionKeyName("pk")
                .withTimeUnit(TimeUnit.MILLISECONDS)
                .withLeaseDuration(lease.toMillis())
                .withHeartbeatPeriod(lease.toMillis() / HEARTBEATS_IN_A_LEASE)
                .withCreateHeartbeatBackgroundThread(true)
                .build());
  }

  @Override
  public Answered append(String list, String element) {
    Optional<LockItem> lock;
    try {
      lock = acquired(list);
    } catch (SdkException e) {
      return Answered.REFUSED;
    }
    return lock.map(held -> append(held, list, element)).orElse(Answered.REFUSED);
  }

  private Optional<LockItem> acquired(String list) {
    try {
      return locks.tryAcquireLock(
          AcquireLockOptions.builder(list)
              .withTimeUnit(TimeUnit.MILLISECONDS)
              .withRefreshPeriod(lease.toMillis() / LOOKS_IN_A_LEASE)
              .withAdditionalTimeToWaitForLock(lease.toMillis() * LEASES_TO_WAIT)
              .build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Answered append(LockItem held, String list, String element) {
    try {
      Map<String, AttributeValue> item;
      try {
        item = appended(list, element);
      } catch (SdkException e) {
        return Answered.REFUSED;
      }
      if (held.isExpired()) {
        return Answered.REFUSED;
      }
      client.putItem(put -> put.tableName(Updates.LISTS).item(item));
      return Answered.DONE;
    } catch (SdkException e) {
      return Answered.UNKNOWN;
    } finally {
      release(held);
    }
  }

  /** A lock that was not released expires. */
  private void release(LockItem held) {
    try {
      locks.releaseLock(held);
    } catch (SdkException e) {
      // Its heartbeats have ended.
    }
  }

  private Map<String, AttributeValue> appended(String list, String element) {
    Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS(list));
    Map<String, AttributeValue> item =
        new HashMap<>(
            client
                .getItem(get -> get.tableName(Updates.LISTS).key(key).consistentRead(true))
                .item());
    List<AttributeValue> elements =
        item.containsKey("elements")
            ? new ArrayList<>(item.get("elements").l())
            : new ArrayList<>();
    elements.add(AttributeValue.fromS(element));
    item.putAll(key);
    item.put("elements", AttributeValue.fromL(elements));
    return item;
  }

  @Override
  public void close() {
    try {
      locks.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
