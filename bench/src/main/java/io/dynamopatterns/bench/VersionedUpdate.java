package io.dynamopatterns.bench;

import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * A versioned update by {@link VersionedTable}, and by the SDK's Enhanced client with its version
 * attribute, against the same stub: what a CPU does for it, and how many requests it takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class VersionedUpdate {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final Key KEY = Key.of("path", "/");
  private static final String TOKENS =
      "6tqDjOAi:mi3x5c0a 0 6tqDjOAi:mi3x5c0a:7 pZ0w2kLx:mi3x5bzz:6";

  /** Bytes of an attribute that no update changes. */
  @Param({"0", "51200"})
  int text;

  private StubDynamoDb stub;
  private VersionedTable<HitsItem> pages;
  private VersionedItem<HitsItem> held;
  private DynamoDbTable<EnhancedPage> enhanced;
  private EnhancedPage enhancedHeld;
  private DynamoDbClient client;
  private long operations;
  private long cpuTime;

  /** Both clients have the same settings and see the same item. */
  @Setup
  public void connect() {
    stub = new StubDynamoDb(item());
    client =
        DynamoDbClient.builder()
            .httpClient(stub)
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .build();
    pages = new VersionedTable<>(client, VersionedSchema.of("pages", "path").as(HitsItem.class));
    held = pages.get(KEY).orElseThrow();
    enhanced =
        DynamoDbEnhancedClient.builder()
            .dynamoDbClient(client)
            .build()
            .table("pages", TableSchema.fromBean(EnhancedPage.class));
    enhancedHeld = read();
  }

  /** Counts what is measured. */
  @Setup(Level.Iteration)
  public void begin() {
    stub.reset();
    operations = 0;
    cpuTime = CPU.getCurrentThreadCpuTime();
  }

  /** The time of this thread on a CPU, which other load on the machine does not prolong. */
  @TearDown(Level.Iteration)
  public void end() {
    double micros = (CPU.getCurrentThreadCpuTime() - cpuTime) / 1e3;
    System.out.printf(
        "%n  per operation: %.2f requests, %,d bytes sent, %.1f us of CPU%n",
        (double) stub.requests() / operations, stub.bytes() / operations, micros / operations);
  }

  @Benchmark
  public Object heldByVersionedTable() {
    operations++;
    return pages.replace(held, held.value().hit());
  }

  @Benchmark
  public Object heldByEnhancedClient() {
    operations++;
    enhancedHeld.hit();
    return enhanced.updateItem(enhancedHeld);
  }

  @Benchmark
  public Object byKeyByVersionedTable() {
    operations++;
    return pages.update(KEY, page -> page.map(HitsItem::hit));
  }

  @Benchmark
  public Object byKeyByEnhancedClient() {
    operations++;
    return update();
  }

  /** Another writer comes first, once. */
  @Benchmark
  public Object contendedByVersionedTable() {
    operations++;
    stub.refuse(1);
    return pages.update(KEY, page -> page.map(HitsItem::hit));
  }

  /** The same, with the loop that each user of the Enhanced client writes. */
  @Benchmark
  public Object contendedByEnhancedClient() {
    operations++;
    stub.refuse(1);
    while (true) {
      try {
        return update();
      } catch (ConditionalCheckFailedException e) {
        // Read it again.
      }
    }
  }

  /** What a partial update would send: decision 36. */
  @Benchmark
  public Object heldByUpdateOfTwoAttributes() {
    operations++;
    return client.updateItem(
        request ->
            request
                .tableName("pages")
                .key(KEY.attributes())
                .updateExpression("SET hits = :hits, bytes = :bytes, #v = :next, writeTokens = :t")
                .conditionExpression("attribute_exists(#k) AND #v = :version AND writeTokens = :b")
                .expressionAttributeNames(Map.of("#v", "version", "#k", "path"))
                .expressionAttributeValues(
                    Map.of(
                        ":hits", AttributeValue.fromN("8"),
                        ":bytes", AttributeValue.fromN("4096"),
                        ":next", AttributeValue.fromN("8"),
                        ":version", AttributeValue.fromN("7"),
                        ":t", AttributeValue.fromS(TOKENS),
                        ":b", AttributeValue.fromS(TOKENS)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }

  private EnhancedPage update() {
    EnhancedPage page = read();
    page.hit();
    return enhanced.updateItem(page);
  }

  private EnhancedPage read() {
    return enhanced.getItem(
        request -> request.key(key -> key.partitionValue("/")).consistentRead(true));
  }

  private String item() {
    return """
        {"path":{"S":"/"},"hits":{"N":"7"},"bytes":{"N":"3584"},\
        "lastSeen":{"S":"2026-11-20T10:00:00.000Z"},"lastStatus":{"N":"200"},\
        "text":{"S":"%s"},"version":{"N":"7"},"writeTokens":{"S":"%s"}}"""
        .formatted("x".repeat(text), TOKENS);
  }
}
