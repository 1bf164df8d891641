package io.dynamopatterns.examples.coupons;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.examples.coupons.promotion.PromotionApi;
import jakarta.inject.Inject;

/** Starts and ends promotions, and reports what was redeemed. */
public class PromotionsHandler
    extends PatternHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Inject PromotionApi promotions;

  public PromotionsHandler() {
    super("coupons");
  }

  @Override
  protected APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent event, Call call) {
    return promotions.answer(event, call);
  }
}
