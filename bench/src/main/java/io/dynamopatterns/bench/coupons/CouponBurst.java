package io.dynamopatterns.bench.coupons;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.sun.management.OperatingSystemMXBean;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.dax.ReadCache;
import io.dynamopatterns.examples.coupons.coupon.CouponApi;
import io.dynamopatterns.examples.coupons.coupon.CouponSettings;
import io.dynamopatterns.examples.coupons.promotion.PromotionApi;
import io.dynamopatterns.examples.coupons.promotion.PromotionSettings;
import io.dynamopatterns.sim.dynamodb.direct.ModelClients;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A burst on one coupon: more users than stock, in 64 threads, each of whom sends the same request
 * until it is answered, while answers of the database are lost.
 */
public final class CouponBurst {
  private static final int CLIENTS = 64;
  private static final int LOST = 8;
  private static final Pattern COUPON_ID = Pattern.compile("\"couponId\":\"([0-9a-f]+)\"");
  private static final Pattern REDEEMED = Pattern.compile("\"redeemed\":([0-9]+)");
  private static final Map<String, String> ADMIN =
      Map.of("sub", "kim", "cognito:groups", "[admins]");
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Database database = new Database(Clock.systemUTC(), table -> 0);
  private final LossyDynamoDb dynamoDb;
  private final CouponApi coupons;
  private final PromotionApi promotions;
  private final AtomicInteger redeemed = new AtomicInteger();

  private CouponBurst(int shards) {
    KeySchema id = new KeySchema("couponId", Optional.empty(), Map.of("couponId", "S"));
    KeySchema cell = new KeySchema("cell", Optional.of("ends"), Map.of("cell", "S", "ends", "S"));
    database.create(
        new ModelTable("coupons", id, List.of(new Index("byCell", cell, id, Optional.empty()))));
    database.create(
        new ModelTable(
            "stock", new KeySchema("shard", Optional.empty(), Map.of("shard", "S")), List.of()));
    database.create(
        new ModelTable(
            "redemptions",
            new KeySchema(
                "userId", Optional.of("couponId"), Map.of("userId", "S", "couponId", "S")),
            List.of()));
    dynamoDb = new LossyDynamoDb(database);
    DynamoDbClient client = ModelClients.of(dynamoDb);
    coupons =
        new CouponApi(
            client,
            ReadCache.through(new NoCache(), client),
            new CouponSettings("coupons", "stock", "redemptions"),
            Clock.systemUTC());
    promotions =
        new PromotionApi(
            client,
            new PromotionSettings("coupons", "stock", shards, Duration.ofDays(1), 1_000),
            Clock.systemUTC());
  }

  /** Redemptions ask no cache. */
  private static final class NoCache implements DynamoDbAsyncClient {
    @Override
    public String serviceName() {
      return "dax";
    }

    @Override
    public void close() {}
  }

  /** Arguments: the stock and the shards; 20,000 and 64 without. */
  public static void main(String[] arguments) throws Exception {
    int stock = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int shards = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    // The first one compiles.
    new CouponBurst(shards).run(stock, new PrintStream(PrintStream.nullOutputStream()));
    new CouponBurst(shards).run(stock, System.out);
    ShardContention.print(System.out);
  }

  /**
   * Runs a burst.
   *
   * @return what was redeemed beyond the stock
   * @throws IllegalStateException if answers, table and stock do not say the same
   */
  public static long oversold(int stock, int shards, PrintStream out) throws Exception {
    return new CouponBurst(shards).run(stock, out);
  }

  private long run(int stock, PrintStream out) throws Exception {
    String coupon = promotion(stock);
    dynamoDb.lose(LOST);
    Phase redeeming = phase(stock, user -> redeem(coupon, user));
    long stored = database.table("redemptions").items().size();
    Phase refusing = phase(stock, user -> redeem(coupon, stock + user));
    dynamoDb.lose(0);
    long inAll = database.table("redemptions").items().size();
    requireSame(inAll, totals(coupon));
    out.printf("stock %,d in shards, every %dth answer to a transaction is lost%n", stock, LOST);
    out.printf("redeemed %,d, then %,d; oversold %,d%n", stored, inAll, inAll - stock);
    redeeming.print("redemptions", out);
    refusing.print("refusals, sold out", out);
    out.printf("most writes of one shard: %.1f %% of all%n", 100 * hottest());
    return inAll - stock;
  }

  private void requireSame(long stored, long ofStock) {
    if (redeemed.get() != stored || ofStock != stored) {
      throw new IllegalStateException(
          "%,d redemptions are stored, %,d were answered, %,d are gone from the stock"
              .formatted(stored, redeemed.get(), ofStock));
    }
  }

  /** What a part of the run took. */
  private record Phase(int requests, double seconds, double cpuSeconds, long calls) {
    void print(String what, PrintStream out) {
      out.printf(
          "%-20s %,10.0f a second, %6.0f µs of CPU each, %.2f calls each%n",
          what, requests / seconds, 1e6 * cpuSeconds / requests, (double) calls / requests);
    }
  }

  @FunctionalInterface
  private interface User {
    void act(int number);
  }

  private Phase phase(int users, User user) throws Exception {
    long calls = dynamoDb.requests();
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(
            clients.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < users; n = next.getAndIncrement()) {
                    user.act(n);
                  }
                }));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    return new Phase(
        users,
        (System.nanoTime() - start) / 1e9,
        (PROCESS.getProcessCpuTime() - cpu) / 1e9,
        dynamoDb.requests() - calls);
  }

  private void redeem(String coupon, int user) {
    APIGatewayV2HTTPEvent request =
        request("/api/coupons/" + coupon + "/redemptions", Map.of("sub", "user-" + user), "");
    int status;
    do {
      status = coupons.answer(request, call()).getStatusCode();
    } while (status == 503);
    if (status == 201) {
      redeemed.incrementAndGet();
    } else if (status != 410) {
      throw new IllegalStateException("a redemption was answered " + status);
    }
  }

  private long totals(String coupon) {
    APIGatewayV2HTTPEvent request = request("/api/promotions/" + coupon, ADMIN, "");
    request.getRequestContext().getHttp().setMethod("GET");
    return Long.parseLong(found(REDEEMED, promotions.answer(request, call())));
  }

  private String promotion(int stock) {
    APIGatewayV2HTTPResponse answer =
        promotions.answer(
            request(
                "/api/promotions",
                ADMIN,
                "{\"shop\":\"baker\",\"title\":\"A roll\",\"lat\":52.5,\"lon\":13.4,\"endsAt\":\"%s\",\"stock\":%d}"
                    .formatted(
                        Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS),
                        stock)),
            call());
    return found(COUPON_ID, answer);
  }

  private static String found(Pattern field, APIGatewayV2HTTPResponse answer) {
    Matcher value = field.matcher(answer.getBody());
    if (!value.find()) {
      throw new IllegalStateException(answer.getBody());
    }
    return value.group(1);
  }

  private double hottest() {
    Map<String, Integer> writes = new HashMap<>();
    database
        .table("stock")
        .changes()
        .forEach(change -> writes.merge(change.key().toString(), 1, Integer::sum));
    return writes.values().stream().mapToInt(Integer::intValue).max().orElseThrow()
        / (double) database.table("stock").changes().size();
  }

  private static APIGatewayV2HTTPEvent request(
      String path, Map<String, String> claims, String body) {
    RequestContext.Authorizer.JWT jwt = new RequestContext.Authorizer.JWT();
    jwt.setClaims(claims);
    RequestContext.Authorizer authorizer = new RequestContext.Authorizer();
    authorizer.setJwt(jwt);
    RequestContext.Http http = new RequestContext.Http();
    http.setMethod("POST");
    RequestContext context = new RequestContext();
    context.setAuthorizer(authorizer);
    context.setHttp(http);
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRequestContext(context);
    event.setRawPath(path);
    event.setHeaders(Map.of("idempotency-key", "k"));
    event.setBody(body);
    return event;
  }

  private static Call call() {
    return new Call(Deadline.after(Duration.ofSeconds(26)), Telemetry.ofDryRun());
  }
}
