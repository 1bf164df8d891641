package io.dynamopatterns.dax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.priming.Snapshot;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.Decision;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Introspected;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class CachedTableIT {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static EmbeddedDynamoDb dynamoDb;

  private final AtomicLong nanos = new AtomicLong();
  private Instant now = NOW;
  private VersionedSchema<Coupon> schema;
  private VersionedTable<Coupon> coupons;
  private StaleCache dax;
  private CachedTable<Coupon> cached;

  @Introspected
  record Coupon(String shop, String code, int stock, Expiry expiresAt) {
    Coupon(String code, int stock) {
      this("baker", code, stock, Expiry.at(NOW.plusSeconds(60)));
    }

    Coupon taken() {
      return new Coupon(shop, code, stock - 1, expiresAt);
    }

    Key key() {
      return Key.of("shop", shop, "code", code);
    }
  }

  @BeforeAll
  static void startDatabase() {
    dynamoDb = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stopDatabase() {
    dynamoDb.close();
  }

  @BeforeEach
  void newTable() {
    String name = "coupons-" + UUID.randomUUID().toString().substring(0, 8);
    dynamoDb.createTable(name, "shop", "code");
    schema =
        VersionedSchema.of(name, "shop", "code")
            .as(Coupon.class)
            .withExpiry("expiresAt", () -> now);
    coupons = new VersionedTable<>(dynamoDb.client(), schema);
    dax = new StaleCache(dynamoDb.client());
    cached = cachedTable(new CacheConnection(() -> dax, nanos::get));
  }

  private CachedTable<Coupon> cachedTable(CacheConnection connection) {
    return new ReadCache(dynamoDb.client(), Optional.of(connection)).table(schema, call());
  }

  private static Call call() {
    return new Call(
        Deadline.after(Duration.ofMinutes(1)), Telemetry.of("test", "cached-table", "1"));
  }

  @Test
  void aReadIsAnsweredByTheCacheAlsoAfterAWrite() {
    Coupon spring = store(new Coupon("SPRING", 1));

    assertThat(cached.get(spring.key())).contains(spring);
    take(spring);

    assertThat(cached.get(spring.key())).contains(spring);
    assertThat(cached.getAll(List.of(spring.key())))
        .isEqualTo(Map.of(spring.key(), spring.taken()));
  }

  @Test
  void aDryRunBeforeASnapshotDoesNotConnectToTheCache() {
    AtomicInteger connections = new AtomicInteger();
    CacheConnection cluster =
        new CacheConnection(
            () -> {
              connections.incrementAndGet();
              return dax;
            },
            nanos::get);

    assertThatThrownBy(
            () ->
                Snapshot.dryRun(
                    () -> {
                      cachedTable(cluster).get(new Coupon("SPRING", 1).key());
                      return null;
                    },
                    handler -> null,
                    Optional.empty(),
                    Object.class))
        .as("the table's own client, which is none of a dry run, sends nothing either")
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("primes itself before its snapshot");
    assertThat(connections).hasValue(0);
    assertThat(dax.asked).hasValue(0);
  }

  @Test
  void aDecisionIsNeverMadeOnACachedItem() {
    Coupon spring = store(new Coupon("SPRING", 1));
    cached.get(spring.key());

    assertThat(take(spring)).isTrue();
    assertThat(cached.get(spring.key()).orElseThrow().stock()).isEqualTo(1);
    assertThat(take(spring)).isFalse();
  }

  @Test
  void aCachedItemThatHasExpiredIsLeftOut() {
    Coupon spring = store(new Coupon("SPRING", 1));
    assertThat(cached.get(spring.key())).isPresent();
    assertThat(cached.stream(ofTheBaker())).hasSize(1);

    now = NOW.plusSeconds(61);

    assertThat(cached.get(spring.key())).isEmpty();
    assertThat(cached.stream(ofTheBaker())).isEmpty();
    assertThat(cached.page(ofTheBaker(), 10, Optional.empty()).items()).isEmpty();
  }

  @Test
  void theSameQueryALittleLaterIsTheSameQuestionToTheCache() {
    store(new Coupon("SPRING", 1));
    assertThat(cached.stream(ofTheBaker())).hasSize(1);
    store(new Coupon("SUMMER", 1));
    now = NOW.plusSeconds(10);

    assertThat(cached.stream(ofTheBaker())).extracting(Coupon::code).containsExactly("SPRING");
  }

  @Test
  void aCacheThatFailsIsLeftAloneForAWhileAndTheTableAnswers() {
    Coupon spring = store(new Coupon("SPRING", 1));
    dax.instead = CompletableFuture.failedFuture(SdkClientException.create("No route"));

    assertThat(cached.get(spring.key())).contains(spring);
    assertThat(cached.getAll(List.of(spring.key()))).hasSize(1);
    assertThat(cached.page(ofTheBaker(), 10, Optional.empty()).items()).hasSize(1);
    assertThat(dax.asked).hasValue(1);

    dax.instead = null;
    nanos.addAndGet(CacheConnection.REST.toNanos() - 1);
    cached.get(spring.key());
    assertThat(dax.asked).hasValue(1);
    nanos.addAndGet(1);
    cached.get(spring.key());
    assertThat(dax.asked).hasValue(2);
  }

  @Test
  void aCacheThatDoesNotAnswerInTimeIsLeftAloneToo() {
    Coupon spring = store(new Coupon("SPRING", 1));
    CompletableFuture<Void> never = new CompletableFuture<>();
    dax.instead = never;

    assertThat(cached.get(spring.key())).contains(spring);
    assertThat(cached.get(spring.key())).contains(spring);
    assertThat(dax.asked).hasValue(1);
  }

  @Test
  void aThrottledTableIsNotAskedOnceMorePastTheCache() {
    Coupon spring = store(new Coupon("SPRING", 1));
    dax.instead =
        CompletableFuture.failedFuture(
            ProvisionedThroughputExceededException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ProvisionedThroughputExceededException")
                        .build())
                .build());

    assertThatThrownBy(() -> cached.get(spring.key()))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    dax.instead = null;
    assertThat(cached.get(spring.key())).contains(spring);
    assertThat(dax.asked).hasValue(2);
  }

  @Test
  void withoutAnEndpointTheTableIsRead() {
    Coupon spring = store(new Coupon("SPRING", 1));

    try (ReadCache cache = cache(Map.of())) {
      CachedTable<Coupon> table = cache.table(schema, call());
      table.get(spring.key());
      take(spring);
      assertThat(table.get(spring.key())).contains(spring.taken());
    }
  }

  @Test
  void theClientOfDaxFallsBackToTheTableWhereNoClusterAnswers() throws IOException {
    Coupon spring = store(new Coupon("SPRING", 1));
    int closed;
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = port.getLocalPort();
    }

    try (ReadCache cache = cache(Map.of("DAX_ENDPOINT", "dax://127.0.0.1:" + closed))) {
      assertThat(cache.table(schema, call()).get(spring.key())).contains(spring);
    }
  }

  @Test
  void aFunctionHasItInjected() {
    Coupon spring = store(new Coupon("SPRING", 1));

    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of(
                "aws.region",
                EmbeddedDynamoDb.REGION.id(),
                "aws.accessKeyId",
                "local",
                "aws.secretKey",
                "local",
                "aws.services.dynamodb.endpoint-override",
                dynamoDb.endpoint().toString()))) {
      assertThat(context.getBean(ReadCache.class).table(schema, call()).get(spring.key()))
          .contains(spring);
    }
  }

  @Test
  void anEndpointThatIsNoneEndsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache(Map.of("DAX_ENDPOINT", "https://cluster")))
        .withMessageContaining("DAX_ENDPOINT")
        .withMessageContaining("https://cluster")
        .withMessageContaining("daxs://");
  }

  private static ReadCache cache(Map<String, String> variables) {
    return new ReadCache(
        dynamoDb.client(),
        Variables.of(variables),
        AwsCredentialsProviderChain.of(EmbeddedDynamoDb.CREDENTIALS),
        new AwsRegionProviderChain(() -> Region.EU_WEST_1));
  }

  private static Query ofTheBaker() {
    return Query.of("shop", "baker");
  }

  private Coupon store(Coupon coupon) {
    return coupons.create(coupon).orElseThrow().orElseThrow().value();
  }

  /** Takes one, if the table says that there is one. */
  private boolean take(Coupon coupon) {
    return coupons
        .decide(
            coupon.key(),
            current -> {
              Coupon stored = current.orElseThrow();
              return stored.stock() == 0
                  ? Decision.keep(false)
                  : Decision.store(stored.taken(), true);
            })
        .orElseThrow();
  }
}
