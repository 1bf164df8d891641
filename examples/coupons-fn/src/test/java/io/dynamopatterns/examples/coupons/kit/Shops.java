package io.dynamopatterns.examples.coupons.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.dax.ReadCache;
import io.dynamopatterns.dax.StaleCache;
import io.dynamopatterns.examples.coupons.coupon.CouponApi;
import io.dynamopatterns.examples.coupons.coupon.CouponSettings;
import io.dynamopatterns.examples.coupons.promotion.PromotionApi;
import io.dynamopatterns.examples.coupons.promotion.PromotionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The functions over tables of one test, and the time that they have. */
public final class Shops {
  public static final Instant NOW = Instant.parse("2026-11-20T10:00:30Z");

  /** An hour later, when promotions end here. */
  public static final String END = "2026-11-20T11:00:00.000Z";

  public final Tables tables = Tables.create();
  public Instant now = NOW;

  /** The functions as they are deployed without a cache, and no answer is lost. */
  public final CouponApi coupons = coupons(Tables.client());

  public final PromotionApi promotions = promotions(Tables.client());

  /** Another instance of the function, with this client. */
  public CouponApi coupons(DynamoDbClient client) {
    return coupons(client, new StaleCache(Tables.client()));
  }

  public CouponApi coupons(DynamoDbClient client, DynamoDbAsyncClient cache) {
    return new CouponApi(
        client,
        ReadCache.through(cache, client),
        new CouponSettings(tables.coupons(), tables.stock(), tables.redemptions()),
        () -> now);
  }

  public PromotionApi promotions(DynamoDbClient client) {
    return promotions(client, Duration.ofDays(30));
  }

  /** Another deployment of the function, which keeps stock for another time after the end. */
  public PromotionApi promotions(DynamoDbClient client, Duration kept) {
    return new PromotionApi(
        client,
        new PromotionSettings(tables.coupons(), tables.stock(), 4, kept, 10_000),
        () -> now);
  }

  public Answer ask(Request request) {
    return Answer.of(coupons.answer(request.event(), Calls.call()));
  }

  public Answer manage(Request request) {
    return Answer.of(promotions.answer(request.event(), Calls.call()));
  }

  /** A promotion at a place, which ends in an hour. */
  public String promotion(long stock, int shards) {
    return promotion(
        "{\"shop\":\"baker\",\"title\":\"A roll\",\"lat\":52.5,\"lon\":13.4,\"endsAt\":\"%s\",\"stock\":%d,\"shards\":%d}"
            .formatted(END, stock, shards));
  }

  public String promotion(String body) {
    Answer answer =
        manage(
            Request.post("/api/promotions")
                .admin("kim")
                .key(UUID.randomUUID().toString())
                .body(body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("couponId");
  }

  public static Request redemption(String couponId, String user, String key) {
    return Request.post("/api/coupons/" + couponId + "/redemptions").user(user).key(key);
  }

  public Answer totals(String couponId) {
    return manage(Request.get("/api/promotions/" + couponId).admin("kim"));
  }

  public Answer end(String couponId) {
    return manage(Request.post("/api/promotions/" + couponId + "/end").admin("kim"));
  }

  /** The users whose redemptions are stored. */
  public Set<String> redeemers() {
    return Tables.items(tables.redemptions()).stream()
        .map(item -> item.get("userId").s())
        .collect(Collectors.toSet());
  }
}
