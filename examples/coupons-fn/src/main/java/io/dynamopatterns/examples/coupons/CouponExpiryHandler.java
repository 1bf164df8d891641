package io.dynamopatterns.examples.coupons;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.examples.coupons.expiry.ExpiredCoupons;
import jakarta.inject.Inject;

/** Publishes the promotions that have expired. */
public class CouponExpiryHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject ExpiredCoupons expired;

  public CouponExpiryHandler() {
    super("coupons");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return expired.publish(StreamBatch.of(event), call).response();
  }
}
