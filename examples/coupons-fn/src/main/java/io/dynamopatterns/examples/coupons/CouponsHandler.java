package io.dynamopatterns.examples.coupons;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.examples.coupons.coupon.CouponApi;
import jakarta.inject.Inject;
import java.util.Optional;

/** Shows coupons and redeems them. */
public class CouponsHandler
    extends PatternHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Inject CouponApi coupons;

  public CouponsHandler() {
    super("coupons");
  }

  @Override
  protected APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent event, Call call) {
    return coupons.answer(event, call);
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.http("POST", "/api/coupons/000000000000000000000000/redemptions"));
  }
}
