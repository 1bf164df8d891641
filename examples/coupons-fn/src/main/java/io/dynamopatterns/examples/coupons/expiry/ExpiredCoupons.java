package io.dynamopatterns.examples.coupons.expiry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.ChangePublisher;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.micronaut.context.annotation.Prototype;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * Publishes {@code CouponExpired} when DynamoDB's time to live removes a promotion, up to some days
 * after its end. A promotion that an admin ended, or that a program deleted, has not expired.
 */
@Prototype
public final class ExpiredCoupons {
  static final String SOURCE = "dynamopatterns.coupons";
  static final String EXPIRED = "CouponExpired";

  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final ItemCodec<Coupon> COUPONS = ItemCodec.of(Coupon.class);

  private final ChangePublisher publisher;

  @Inject
  public ExpiredCoupons(EventBridgeClient client, Variables variables) {
    this(
        new EventPublisher(
            client,
            variables.required(
                "COUPONS_EVENT_BUS", Kind.EVENT_BUS, "the event bus of CouponExpired")));
  }

  ExpiredCoupons(EventPublisher publisher) {
    this.publisher = new ChangePublisher(publisher);
  }

  /** Publishes the events of one batch of the coupons table's stream. */
  public StreamBatch<ItemChange> publish(StreamBatch<ItemChange> changes, Call call) {
    return publisher.publish(changes, call, ExpiredCoupons::event);
  }

  private static Optional<FleetEvent> event(ItemChange change) {
    if (!change.byTimeToLive()) {
      return Optional.empty();
    }
    Coupon coupon =
        COUPONS.read(
            change
                .oldImage()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "malformed record: dynamodb.OldImage is missing")));
    return Optional.of(coupon)
        .filter(Coupon::isOnOffer)
        .map(expired -> new FleetEvent(SOURCE, EXPIRED, detail(expired), expired.endsAt()));
  }

  private static String detail(Coupon coupon) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      // A key that is used again when all of its promotion is gone makes another one of the same
      // id.
      json.writeStringField("id", coupon.couponId() + "#expired#" + Times.text(coupon.endsAt()));
      json.writeStringField("time", Times.text(coupon.endsAt()));
      json.writeStringField("couponId", coupon.couponId());
      json.writeStringField("shop", coupon.shop());
      json.writeStringField("title", coupon.title());
      json.writeNumberField("stock", coupon.stock());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
