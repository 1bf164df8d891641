package io.dynamopatterns.examples.coupons.promotion;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.ScanPosition;
import io.dynamopatterns.examples.coupons.http.ApiAnswer;
import io.dynamopatterns.examples.coupons.http.ApiRequest;
import io.dynamopatterns.examples.coupons.http.Problem;
import io.dynamopatterns.examples.coupons.http.Routes;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.dynamopatterns.examples.coupons.table.CouponTables;
import io.micronaut.context.annotation.Prototype;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The routes for admins. */
@Prototype
public final class PromotionApi {
  /** What a report leaves of the time, for a page that is being read. */
  private static final Duration LAST_PAGE = Duration.ofSeconds(2);

  private static final String REPORT = "report";

  private final Promotions promotions;
  private final Report report;
  private final InstantSource clock;
  private final Routes routes =
      new Routes()
          .add("POST", "/api/promotions", this::start)
          .add("GET", "/api/promotions", this::report)
          .add("GET", "/api/promotions/*", this::totals)
          .add("POST", "/api/promotions/*/end", this::end);

  @Inject
  public PromotionApi(DynamoDbClient client, Variables variables) {
    this(client, PromotionSettings.of(variables), Clock.systemUTC());
  }

  /** By a clock of the caller. */
  public PromotionApi(DynamoDbClient client, PromotionSettings settings, InstantSource clock) {
    promotions = new Promotions(client, settings, clock);
    report =
        new Report(
            Reads.eventual(client, CouponTables.stock(settings.stock(), clock)),
            settings.scanUnits());
    this.clock = clock;
  }

  /** Answers a request. */
  public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event, Call call) {
    return routes.answer(event, call);
  }

  private ApiAnswer start(ApiRequest request, Call call) {
    String admin = admin(request);
    Draft draft = Draft.of(request.body(), clock.instant());
    Coupon coupon = promotions.start(draft, admin, request.idempotencyKey(), call.deadline());
    return ApiAnswer.created(
        json -> {
          json.writeStringField("couponId", coupon.couponId());
          json.writeStringField("shop", coupon.shop());
          json.writeStringField("title", coupon.title());
          json.writeNumberField("lat", coupon.lat());
          json.writeNumberField("lon", coupon.lon());
          json.writeStringField("startsAt", Times.text(coupon.startsAt()));
          json.writeStringField("endsAt", Times.text(coupon.endsAt()));
          json.writeNumberField("stock", coupon.stock());
          json.writeNumberField("shards", coupon.shards());
        });
  }

  private ApiAnswer end(ApiRequest request, Call call) {
    admin(request);
    Totals totals = promotions.end(couponId(request), call.deadline());
    return ApiAnswer.ok(totals::write);
  }

  private ApiAnswer totals(ApiRequest request, Call call) {
    admin(request);
    Totals totals = promotions.totals(couponId(request), call.deadline());
    return ApiAnswer.ok(totals::write);
  }

  private ApiAnswer report(ApiRequest request, Call call) {
    admin(request);
    Fields query = request.query();
    ScanPosition from =
        query
            .cursor(PageCursor.checked(), REPORT)
            .map(
                text ->
                    Report.position(text).orElseThrow(() -> query.bad("next", PageCursor.ALLOWED)))
            .orElseGet(Report::start);
    query.refuseOthers();
    Report.Part part = report.from(from, call.deadline().earlier(LAST_PAGE), clock.instant());
    return ApiAnswer.ok(
        json -> {
          json.writeArrayFieldStart("promotions");
          for (Totals totals : part.totals().values()) {
            json.writeStartObject();
            totals.write(json);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeBooleanField("complete", part.next().isEmpty());
          Optional<String> next = part.next().map(ScanPosition::text);
          if (next.isPresent()) {
            json.writeStringField("next", PageCursor.checked().encode(REPORT, next.get()));
          }
        });
  }

  private static String admin(ApiRequest request) {
    if (!request.caller().isAdmin()) {
      throw new Problem(Problem.Code.FORBIDDEN, "only for members of the group admins");
    }
    return request.caller().user();
  }

  private static String couponId(ApiRequest request) {
    String id = request.part(3);
    if (!Coupon.isId(id)) {
      throw Promotions.noPromotion();
    }
    return id;
  }
}
