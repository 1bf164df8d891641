package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.hit;
import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Sixteen writers on four items: no update is lost and none is applied twice. */
class ContentionIT {
  private static final int WRITERS = 16;
  private static final int INCREMENTS = 500;

  /** Enough to show the loss without the guard. */
  private static final int FEW_INCREMENTS = 50;

  private static final int ITEMS = 4;
  private static final int EVERY_TENTH = 10;

  private LocalPages pages;

  @BeforeEach
  void startDatabase() {
    pages = new LocalPages();
  }

  @AfterEach
  void stopDatabase() {
    pages.close();
  }

  @Test
  void sixteenWritersCountExactly() throws Exception {
    VersionedTable<Map<String, AttributeValue>> table = pages.table();

    contend(INCREMENTS, path -> table.update(key(path), hit(path)).orElseThrow());

    assertThat(total()).isEqualTo(WRITERS * INCREMENTS);
  }

  @Test
  void sixteenWritersCountExactlyWhenEveryTenthAnswerIsLost() throws Exception {
    VersionedTable<Map<String, AttributeValue>> table =
        pages.table(FaultScript.everyWrite(EVERY_TENTH, Fault.DROP_ANSWER));
    for (int item = 0; item < ITEMS; item++) {
      pages.table().create(page("/page-" + item, 0)).orElseThrow();
    }

    contend(INCREMENTS, path -> table.update(key(path), hit(path)).orElseThrow());

    assertThat(total()).isEqualTo(WRITERS * INCREMENTS);
  }

  /** Negative control: what the condition is there for. */
  @Test
  void withoutTheConditionUpdatesAreLost() throws Exception {
    DynamoDbClient client = pages.dynamoDb.client();

    contend(
        FEW_INCREMENTS,
        path ->
            client.putItem(
                put -> put.tableName(pages.schema.tableName()).item(page(path, read(path) + 1))));

    assertThat(total()).isLessThan(WRITERS * FEW_INCREMENTS);
  }

  /** Negative control: what the token is there for. */
  @Test
  void withTheVersionAloneALostAnswerIsCountedTwice() throws Exception {
    DynamoDbClient lossy =
        pages.client(pages.http(FaultScript.everyWrite(EVERY_TENTH, Fault.DROP_ANSWER)));

    contend(FEW_INCREMENTS, path -> incrementByVersionAlone(lossy, path));

    assertThat(total()).isGreaterThan(WRITERS * FEW_INCREMENTS);
  }

  private void incrementByVersionAlone(DynamoDbClient client, String path) {
    while (true) {
      long hits = read(path);
      try {
        client.putItem(
            put ->
                put.tableName(pages.schema.tableName())
                    .item(page(path, hits + 1))
                    .conditionExpression("attribute_not_exists(hits) OR hits = :hits")
                    .expressionAttributeValues(
                        Map.of(":hits", AttributeValue.fromN(Long.toString(hits)))));
        return;
      } catch (ConditionalCheckFailedException | SdkClientException e) {
        // Taken for a lost race, as the usual advice has it.
      }
    }
  }

  private long read(String path) {
    return pages.stored(path).isEmpty() ? 0 : pages.hits(path);
  }

  private static void contend(int increments, Consumer<String> increment) throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        writers.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < increments; i++) {
                    increment.accept("/page-" + (first + i) % ITEMS);
                  }
                }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  private long total() {
    long total = 0;
    for (int item = 0; item < ITEMS; item++) {
      total += pages.hits("/page-" + item);
    }
    return total;
  }
}
