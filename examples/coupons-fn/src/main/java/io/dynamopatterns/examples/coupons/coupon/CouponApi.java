package io.dynamopatterns.examples.coupons.coupon;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.dax.ReadCache;
import io.dynamopatterns.examples.coupons.http.ApiAnswer;
import io.dynamopatterns.examples.coupons.http.ApiRequest;
import io.dynamopatterns.examples.coupons.http.Problem;
import io.dynamopatterns.examples.coupons.http.Routes;
import io.dynamopatterns.examples.coupons.place.GeoPoint;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.dynamopatterns.examples.coupons.table.CouponTables;
import io.dynamopatterns.examples.coupons.table.Redemption;
import io.micronaut.context.annotation.Prototype;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Coupons are shown as a cache has them, and redeemed as the tables have them. */
@Prototype
public final class CouponApi {
  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_TILL_BYTES = 100;

  private final ReadCache cache;
  private final VersionedSchema<Coupon> coupons;
  private final Reads<Redemption> redemptions;
  private final Redeemer redeemer;
  private final InstantSource clock;
  private final Routes routes =
      new Routes()
          .add("GET", "/api/coupons", this::list)
          .add("GET", "/api/coupons/*", this::show)
          .add("POST", "/api/coupons/*/redemptions", this::redeem)
          .add("GET", "/api/redemptions", this::redemptions);

  @Inject
  public CouponApi(DynamoDbClient client, ReadCache cache, Variables variables) {
    this(client, cache, CouponSettings.of(variables), Clock.systemUTC());
  }

  /** By a clock of the caller. */
  public CouponApi(
      DynamoDbClient client, ReadCache cache, CouponSettings settings, InstantSource clock) {
    this.cache = cache;
    this.coupons = CouponTables.coupons(settings.coupons(), clock);
    this.redemptions =
        Reads.strong(client, CouponTables.redemptions(settings.redemptions(), clock));
    this.redeemer = new Redeemer(client, settings, clock);
    this.clock = clock;
  }

  /** Answers a request. */
  public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event, Call call) {
    return routes.answer(event, call);
  }

  private ApiAnswer list(ApiRequest request, Call call) {
    Fields query = request.query();
    GeoPoint place = new GeoPoint(query.decimal("lat", -90, 90), query.decimal("lon", -180, 180));
    int limit = (int) query.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    String scope = "coupons near " + place;
    Optional<String> after = query.cursor(PageCursor.checked(), scope);
    query.refuseOthers();
    Nearby.Page page =
        new Nearby(cache.table(coupons, call), call.deadline())
            .page(place, limit, after, clock.instant());
    return ApiAnswer.ok(
        json -> {
          json.writeArrayFieldStart("coupons");
          for (Nearby.Found found : page.found()) {
            json.writeStartObject();
            CouponJson.write(json, found.coupon());
            json.writeNumberField("metres", found.metres());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.next().isPresent()) {
            json.writeStringField("next", PageCursor.checked().encode(scope, page.next().get()));
          }
        });
  }

  private ApiAnswer show(ApiRequest request, Call call) {
    Coupon coupon =
        cache
            .table(coupons, call)
            .get(Coupon.key(couponId(request)))
            .filter(Coupon::isOnOffer)
            .orElseThrow(CouponApi::noCoupon);
    return ApiAnswer.ok(json -> CouponJson.write(json, coupon));
  }

  private ApiAnswer redeem(ApiRequest request, Call call) {
    Fields body = request.body();
    Optional<String> till = body.optionalText("till", MAX_TILL_BYTES);
    body.refuseOthers();
    Redemption redemption =
        redeemer.redeem(
            new Redeemer.Wish(
                couponId(request), request.caller().user(), request.idempotencyKey(), till),
            call);
    return ApiAnswer.created(json -> CouponJson.write(json, redemption));
  }

  private ApiAnswer redemptions(ApiRequest request, Call call) {
    Fields query = request.query();
    int limit = (int) query.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    String scope = "redemptions of " + request.caller().user();
    Optional<String> after = query.cursor(PageCursor.checked(), scope);
    query.refuseOthers();
    Reads.Page<Redemption> page =
        redemptions
            .within(call.deadline())
            .page(Query.of("userId", request.caller().user()), limit, after);
    return ApiAnswer.ok(
        json -> {
          json.writeArrayFieldStart("redemptions");
          for (VersionedItem<Redemption> redemption : page.items()) {
            json.writeStartObject();
            CouponJson.write(json, redemption.value());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.next().isPresent()) {
            json.writeStringField("next", PageCursor.checked().encode(scope, page.next().get()));
          }
        });
  }

  private static String couponId(ApiRequest request) {
    String id = request.part(3);
    if (!Coupon.isId(id)) {
      throw noCoupon();
    }
    return id;
  }

  private static Problem noCoupon() {
    return new Problem(Problem.Code.NOT_FOUND, "there is no such coupon, or it has ended");
  }
}
