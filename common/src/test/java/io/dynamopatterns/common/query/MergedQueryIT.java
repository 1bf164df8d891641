package io.dynamopatterns.common.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.batch.BatchWrite;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class MergedQueryIT {
  private static final String TABLE = "sharded";
  private static final List<String> SHARDS = List.of("s#0", "s#1", "s#2", "s#3");
  private static final List<String> KEYS = new ArrayList<>();
  private static EmbeddedDynamoDb dynamoDb;

  @BeforeAll
  static void storeKeys() {
    dynamoDb = EmbeddedDynamoDb.start();
    dynamoDb.createTable(TABLE, "pk", "sk");
    Random random = new Random(3);
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String key = "%04d".formatted(2 * i);
      KEYS.add(key);
      // The last partition stays empty.
      items.add(item(SHARDS.get(random.nextInt(3)), key));
    }
    // The same sort key in two partitions.
    items.add(item("s#0", "9999"));
    items.add(item("s#2", "9999"));
    KEYS.addAll(List.of("9999", "9999"));
    new BatchWrite(
            dynamoDb.client(), TABLE, new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(1)))
        .put(items, minute());
  }

  @AfterAll
  static void stopDatabase() {
    dynamoDb.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void partitionsComeBackAsOneSequence(int pageSize) {
    MergedItems merged = query(pageSize, 1).items(SHARDS, SortKeyRange.all(), minute());

    assertThat(keys(merged)).isEqualTo(KEYS);
  }

  @Test
  void partitionsMayBeReadTogether() {
    assertThat(keys(query(50, 4).items(SHARDS, SortKeyRange.all(), minute()))).isEqualTo(KEYS);
  }

  @Test
  void equalSortKeysFollowEachOtherInTheOrderOfThePartitions() {
    MergedItems merged =
        query(5, 1).items(List.of("s#2", "s#1", "s#0"), SortKeyRange.from("9999"), minute());
    List<String> partitions = new ArrayList<>();
    merged.forEachRemaining(item -> partitions.add(item.get("pk").s()));
    assertThat(partitions).containsExactly("s#2", "s#0");
  }

  @Test
  void everyRangeIsWhatItSays() {
    List<String> bounds = List.of("", "0000", "0001", "0002", "0200", "0399", "9999", "~");
    Comparator<String> order = Comparator.naturalOrder();
    for (String from : bounds) {
      for (String to : bounds) {
        for (int kind = 0; kind < 4; kind++) {
          boolean fromIncluded = kind % 2 == 0;
          boolean toIncluded = kind < 2;
          SortKeyRange range = SortKeyRange.all();
          if (!from.isEmpty()) {
            range = fromIncluded ? SortKeyRange.from(from) : SortKeyRange.after(from);
          }
          if (!to.isEmpty()) {
            range = toIncluded ? range.upTo(to) : range.before(to);
          }
          assertThat(keys(query(20, 1).items(SHARDS, range, minute())))
              .as(range.toString())
              .isEqualTo(
                  KEYS.stream()
                      .filter(
                          key ->
                              from.isEmpty() || order.compare(key, from) >= (fromIncluded ? 0 : 1))
                      .filter(
                          key -> to.isEmpty() || order.compare(key, to) <= (toIncluded ? 0 : -1))
                      .toList());
        }
      }
    }
  }

  @Test
  void readingContinuesAfterAnySortKey() {
    for (int last = 0; last < KEYS.size() - 2; last += 37) {
      assertThat(keys(query(7, 1).items(SHARDS, SortKeyRange.after(KEYS.get(last)), minute())))
          .isEqualTo(KEYS.subList(last + 1, KEYS.size()));
    }
  }

  @Test
  void growingPagesReadTheSameWithFewerRequests() {
    MergedItems small = query(5, 1).items(SHARDS, SortKeyRange.all(), minute());
    MergedItems growing =
        query(5, 1).withGrowingPages(5, 40).items(SHARDS, SortKeyRange.all(), minute());

    assertThat(keys(growing)).isEqualTo(KEYS).isEqualTo(keys(small));
    assertThat(growing.pages()).isLessThan(small.pages() / 2);
  }

  @Test
  void anIndexIsReadByItsOwnKeys() {
    dynamoDb
        .client()
        .createTable(
            table ->
                table
                    .tableName("indexed")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        Stream.of("id", "shard", "at").map(MergedQueryIT::text).toList())
                    .keySchema(key("id", KeyType.HASH))
                    .globalSecondaryIndexes(
                        GlobalSecondaryIndex.builder()
                            .indexName("shards")
                            .projection(all -> all.projectionType(ProjectionType.ALL))
                            .keySchema(key("shard", KeyType.HASH), key("at", KeyType.RANGE))
                            .build()));
    for (int i = 0; i < 9; i++) {
      Map<String, AttributeValue> item =
          Map.of(
              "id", AttributeValue.fromS("i" + i),
              "shard", AttributeValue.fromS("s#" + i % 3),
              "at", AttributeValue.fromS("t" + i));
      dynamoDb.client().putItem(put -> put.tableName("indexed").item(item));
    }
    MergedItems merged =
        MergedQuery.ofIndex(dynamoDb.client(), "indexed", "shards", "shard", "at", 2)
            .items(List.of("s#0", "s#2"), SortKeyRange.after("t0").before("t8"), minute());
    assertThat(merged.stream().map(item -> item.get("id").s()))
        .containsExactly("i2", "i3", "i5", "i6");
  }

  @Test
  void afterTheDeadlineNoPageIsRead() {
    MergedItems merged =
        query(7, 1).items(SHARDS, SortKeyRange.all(), Deadline.after(Duration.ZERO));
    assertThatThrownBy(merged::hasNext)
        .isInstanceOf(NotDoneException.class)
        .hasMessage("table sharded: no time was left to read partition s#0");
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static MergedQuery query(int pageSize, int threads) {
    return new MergedQuery(dynamoDb.client(), TABLE, true, pageSize, threads);
  }

  private static List<String> keys(MergedItems items) {
    List<String> keys = new ArrayList<>();
    items.forEachRemaining(item -> keys.add(item.get("sk").s()));
    return keys;
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }

  private static Map<String, AttributeValue> item(String pk, String sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }
}
