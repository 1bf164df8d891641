package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Pace;
import io.dynamopatterns.common.PassingTime;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class ReadsIT {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static LocalPages server;

  private VersionedSchema<Order> schema;
  private VersionedTable<Order> orders;
  private FaultyHttpClient http;

  @Introspected
  record Order(String customer, String number, String state, String text, Expiry expiresAt) {
    Order(String customer, int number, String state) {
      this(customer, "%03d".formatted(number), state, null, null);
    }
  }

  @BeforeAll
  static void startDatabase() {
    server = new LocalPages();
  }

  @AfterAll
  static void stopDatabase() {
    server.close();
  }

  @BeforeEach
  void newTable() {
    String name = "orders-" + UUID.randomUUID().toString().substring(0, 8);
    createTable(name);
    schema =
        VersionedSchema.of(name, "customer", "number")
            .as(Order.class)
            .withTombstones("expiresAt", Duration.ofDays(7))
            .withExpiry("expiresAt", () -> NOW);
    http = server.http(FaultScript.none());
    orders = new VersionedTable<>(server.client(http), schema);
  }

  @Test
  void queryComesInPagesOfTheWantedSize() {
    fill("ann", 25);
    fill("bob", 3);
    Query query = Query.of("customer", "ann");

    Reads.Page<Order> first = orders.strong().page(query, 10, Optional.empty());
    Reads.Page<Order> second = orders.strong().page(query, 10, first.next());
    Reads.Page<Order> third = orders.strong().page(query, 10, second.next());

    assertThat(numbers(first.items())).containsExactlyElementsOf(range(0, 10));
    assertThat(numbers(second.items())).containsExactlyElementsOf(range(10, 20));
    assertThat(numbers(third.items())).containsExactlyElementsOf(range(20, 25));
    assertThat(third.next()).isEmpty();
  }

  @Test
  void deletedAndExpiredItemsAreLeftOutOfPagesStreamsCountsAndScans() {
    fill("ann", 6);
    orders.delete(orders.get(key("ann", 1)).orElseThrow()).orElseThrow();
    orders.create(new Order("ann", "900", "OPEN", null, Expiry.at(NOW))).orElseThrow();
    orders
        .create(new Order("ann", "901", "OPEN", null, Expiry.at(NOW.plusSeconds(1))))
        .orElseThrow();
    List<String> live = List.of("000", "002", "003", "004", "005", "901");
    Query query = Query.of("customer", "ann");

    assertThat(numbers(orders.strong().page(query, 6, Optional.empty()).items()))
        .as("a page is filled with what is not left out")
        .isEqualTo(live);
    assertThat(orders.strong().stream(query).map(item -> item.value().number()).toList())
        .isEqualTo(live);
    assertThat(orders.strong().count(query)).isEqualTo(6);
    assertThat(numbers(orders.strong().scan().toList())).isEqualTo(live);
    assertThat(orders.strong().getAll(List.of(key("ann", 0), key("ann", 1), key("ann", 900))))
        .containsOnlyKeys(key("ann", 0));
    assertThat(orders.strong().get(key("ann", 1))).isEmpty();
  }

  @Test
  void theFirstItemOfAQueryIsFoundAfterThoseThatAreLeftOut() {
    fill("ann", 3);
    orders.delete(orders.get(key("ann", 2)).orElseThrow()).orElseThrow();
    orders.create(new Order("ann", "900", "OPEN", null, Expiry.at(NOW))).orElseThrow();
    Query newest = Query.of("customer", "ann").newestFirst();

    assertThat(orders.strong().first(newest).map(item -> item.value().number())).contains("001");
    assertThat(orders.strong().first(Query.of("customer", "bob"))).isEmpty();
    assertThatThrownBy(() -> orders.strong().within(Deadline.after(Duration.ZERO)).first(newest))
        .as("it is unknown whether there is one")
        .isInstanceOf(NotDoneException.class);
  }

  @Test
  void sortKeysAreBoundedOnEitherSideAndReadInEitherDirection() {
    fill("ann", 20);
    Query query = Query.of("customer", "ann");

    assertThat(read(query.from("number", "018"))).containsExactly("018", "019");
    assertThat(read(query.upTo("number", "001"))).containsExactly("000", "001");
    assertThat(read(query.between("number", "004", "006"))).containsExactly("004", "005", "006");
    assertThat(read(query.beginsWith("number", "01").newestFirst()))
        .containsExactlyElementsOf(range(10, 20).reversed());
  }

  @Test
  void streamReadsTheNextPageOnlyWhenItIsConsumed() {
    for (int i = 0; i < 6; i++) {
      orders
          .create(new Order("ann", "%03d".formatted(i), "OPEN", "x".repeat(300 * 1024), null))
          .orElseThrow();
    }
    int before = http.calls().size();

    List<String> two =
        orders.strong().stream(Query.of("customer", "ann"))
            .map(item -> item.value().number())
            .limit(2)
            .toList();

    assertThat(two).containsExactly("000", "001");
    assertThat(http.calls()).as("a page has up to 1 MB").hasSize(before + 1);
    assertThat(read(Query.of("customer", "ann"))).hasSize(6);
  }

  @Test
  void streamEndsWithAnErrorWhenTheTimeIsOver() {
    fill("ann", 1);

    assertThatThrownBy(
            () ->
                orders.strong().within(Deadline.after(Duration.ZERO)).stream(
                    Query.of("customer", "ann")))
        .isInstanceOf(NotDoneException.class)
        .hasMessageContaining("no time was left to read it to the end");
  }

  @Test
  void itemOfATableQueryIsHeldAndCanBeReplacedWithOneWrite() {
    fill("ann", 1);
    VersionedItem<Order> held =
        orders.strong().stream(Query.of("customer", "ann")).findFirst().orElseThrow();
    int before = http.calls().size();

    assertThat(orders.replace(held, new Order("ann", 0, "SHIPPED")).succeeded()).isTrue();

    assertThat(http.calls()).hasSize(before + 1);
  }

  /** The index has the keys only: a replace would drop all else. */
  @Test
  void itemOfAnIndexIsReadAndMustNotBeReplaced() {
    orders.create(new Order("ann", "001", "OPEN", "kept", null)).orElseThrow();
    orders.create(new Order("bob", "002", "SHIPPED", null, null)).orElseThrow();

    List<VersionedItem<Order>> open =
        orders.eventual().stream(Query.of("state", "OPEN").index("byState")).toList();

    assertThat(open).extracting(item -> item.value().customer()).containsExactly("ann");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders.replace(open.getFirst(), new Order("ann", 1, "SHIPPED")))
        .withMessageContaining("was read from an index and may lack attributes");
    assertThat(orders.get(key("ann", 1)).orElseThrow().value().text()).isEqualTo("kept");
  }

  @Test
  void consistencyIsThatOfTheName() {
    fill("ann", 1);
    int before = http.calls().size();

    orders.strong().stream(Query.of("customer", "ann")).toList();
    orders.eventual().stream(Query.of("customer", "ann")).toList();
    orders.eventual().getAll(List.of(key("ann", 0)));

    assertThat(http.calls().subList(before, before + 3))
        .extracting(call -> call.body().contains("\"ConsistentRead\":true"))
        .containsExactly(true, false, false);
  }

  @Test
  void manyItemsAreReadInHundredsAndWhatWasNotProcessedAgain() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      orders
          .create(
              new Order(
                  "ann", "%03d".formatted(i), "OPEN", i < 60 ? "x".repeat(350 * 1024) : "", null))
          .orElseThrow();
      keys.add(key("ann", i));
    }
    keys.add(key("ann", 999));
    keys.add(key("ann", 0));
    int before = http.calls().size();

    Map<Key, VersionedItem<Order>> found = orders.strong().getAll(keys);

    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(keys.subList(0, 130));
    List<HttpAttempt> calls = http.calls().subList(before, http.calls().size());
    assertThat(calls).extracting(HttpAttempt::operation).containsOnly("BatchGetItem").hasSize(2);
    assertThat(calls)
        .as("the second asks for what exceeds the 16 MB of the first answer, too")
        .extracting(call -> call.body().split("customer").length - 1)
        .satisfies(
            asked -> {
              assertThat(asked.getFirst()).isEqualTo(100);
              assertThat(asked.getLast()).isGreaterThan(31);
            });
  }

  @Test
  void parallelScanGivesEveryItemOnceAndResumesWhereItEnded() {
    for (int i = 0; i < 60; i++) {
      fill("customer" + i, 2);
    }
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicLong given = new AtomicLong();

    ScanPosition none =
        orders
            .strong()
            .within(Deadline.after(Duration.ZERO))
            .scan(ScanPosition.start(4), unlimited(), item -> given.incrementAndGet());
    assertThat(none).isEqualTo(ScanPosition.start(4));
    ScanPosition end =
        orders
            .strong()
            .scan(
                none,
                unlimited(),
                item -> {
                  given.incrementAndGet();
                  seen.add(item.value().customer() + item.value().number());
                });

    assertThat(end.isDone()).isTrue();
    assertThat(seen).hasSize(120);
    assertThat(given).hasValue(120);
  }

  @Test
  void failureOfOneItemEndsTheScan() {
    fill("ann", 3);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                orders
                    .strong()
                    .scan(
                        ScanPosition.start(2),
                        unlimited(),
                        item -> {
                          throw new IllegalStateException("refused");
                        }))
        .withMessage("refused");
  }

  /** Ten pages of about 128 units each, at 100 units a second: 12 seconds by the clock. */
  @Test
  void scanKeepsToItsReadUnitsASecond() {
    for (int i = 0; i < 24; i++) {
      orders.create(new Order("c" + i, "000", "OPEN", "x".repeat(390 * 1024), null)).orElseThrow();
    }
    PassingTime time = new PassingTime();

    orders.strong().scan(ScanPosition.start(2), new Pace(OptionalInt.of(100), time), item -> {});

    assertThat(time.passed())
        .as("24 items of 98 units, less what the last pages of two segments took")
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
  }

  private static Pace unlimited() {
    return new Pace(OptionalInt.empty(), Waiting.real());
  }

  private void fill(String customer, int orderCount) {
    for (int i = 0; i < orderCount; i++) {
      orders.create(new Order(customer, i, "OPEN")).orElseThrow();
    }
  }

  private List<String> read(Query query) {
    return numbers(orders.strong().stream(query).toList());
  }

  private static List<String> numbers(List<VersionedItem<Order>> items) {
    return items.stream().map(item -> item.value().number()).toList();
  }

  private static List<String> range(int from, int to) {
    return IntStream.range(from, to).mapToObj("%03d"::formatted).toList();
  }

  private static Key key(String customer, int number) {
    return Key.of("customer", customer, "number", "%03d".formatted(number));
  }

  private static void createTable(String name) {
    server
        .dynamoDb
        .client()
        .createTable(
            table ->
                table
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        List.of("customer", "number", "state").stream()
                            .map(
                                attribute ->
                                    AttributeDefinition.builder()
                                        .attributeName(attribute)
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                            .toList())
                    .keySchema(element("customer", KeyType.HASH), element("number", KeyType.RANGE))
                    .globalSecondaryIndexes(
                        GlobalSecondaryIndex.builder()
                            .indexName("byState")
                            .keySchema(element("state", KeyType.HASH))
                            .projection(
                                Projection.builder()
                                    .projectionType(ProjectionType.KEYS_ONLY)
                                    .build())
                            .build()));
  }

  private static KeySchemaElement element(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
