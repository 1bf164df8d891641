package io.dynamopatterns.examples.coupons.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.examples.coupons.kit.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class ExpiredCouponsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Bus bus = new Bus();
  private final List<DynamodbStreamRecord> records = new ArrayList<>();

  @Test
  void aPromotionThatTimeToLiveRemovesHasExpired() throws IOException {
    add("c1", "ACTIVE", true);

    assertThat(failures(Duration.ofSeconds(20))).isEmpty();

    PutEventsRequestEntry event = bus.events.getFirst();
    assertThat(event.source()).isEqualTo("dynamopatterns.coupons");
    assertThat(event.detailType()).isEqualTo("CouponExpired");
    assertThat(event.detail())
        .isEqualTo(
            "{\"version\":1,\"id\":\"c1#expired#2026-11-20T11:00:00.000Z\",\"time\":\"2026-11-20T11:00:00.000Z\",\"couponId\":\"c1\",\"shop\":\"baker\",\"title\":\"A roll\",\"stock\":10}");
    String schema = Files.readString(Path.of("../../docs/events/CouponExpired.schema.json"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(json(schema))
                .validate(json(event.detail())))
        .isEmpty();
  }

  @Test
  void aPromotionThatAProgramDeletedOrAnAdminEndedHasNotExpired() {
    add("deleted", "ACTIVE", false);
    add("ended", "ENDED", true);
    add("never-open", "OPENING", true);

    assertThat(failures(Duration.ofSeconds(20))).isEmpty();
    assertThat(bus.events).isEmpty();
  }

  @Test
  void aRecordThatIsDeliveredAgainIsPublishedWithTheSameId() {
    add("c1", "ACTIVE", true);
    failures(Duration.ofSeconds(20));
    failures(Duration.ofSeconds(20));

    assertThat(bus.events).hasSize(2);
    assertThat(bus.events.getFirst()).isEqualTo(bus.events.getLast());
  }

  /** Only what is not published is delivered again. */
  @Test
  void anEventThatTheBusDoesNotTakeFailsAlone() {
    add("c1", "ACTIVE", true);
    add("c2", "ACTIVE", true);
    add("c3", "ACTIVE", true);
    bus.refused = "c2";

    assertThat(failures(Duration.ofMillis(300))).containsExactly("2");
    assertThat(bus.events).hasSize(2);
  }

  @Test
  void aRecordWithoutTheOldImageFails() {
    add("c1", "ACTIVE", true);
    records.getFirst().getDynamodb().setOldImage(null);

    assertThat(failures(Duration.ofSeconds(20))).containsExactly("1");
  }

  private List<String> failures(Duration time) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return new ExpiredCoupons(new EventPublisher(bus, "fleet"))
            .publish(StreamBatch.of(event), Calls.within(time))
            .response()
            .getBatchItemFailures()
            .stream()
            .map(BatchItemFailure::getItemIdentifier)
            .toList();
  }

  /** A removal, as the stream of the coupons table delivers it. */
  private void add(String couponId, String state, boolean byTimeToLive) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("couponId", text(couponId));
    item.put("state", text(state));
    item.put("shop", text("baker"));
    item.put("title", text("A roll"));
    item.put("startsAt", text("2026-11-20T10:00:00.000Z"));
    item.put("endsAt", text("2026-11-20T11:00:00.000Z"));
    item.put("stock", new AttributeValue().withN("10"));
    StreamRecord data = new StreamRecord();
    data.setKeys(Map.of("couponId", text(couponId)));
    data.setOldImage(item);
    data.setSequenceNumber(Integer.toString(records.size() + 1));
    data.setApproximateCreationDateTime(new Date(0));
    DynamodbStreamRecord removal = new DynamodbStreamRecord();
    removal.setEventName("REMOVE");
    removal.setEventSourceARN(
        "arn:aws:dynamodb:us-east-1:123456789012:table/coupons/stream/2026-01-01T00:00:00.000");
    removal.setDynamodb(data);
    if (byTimeToLive) {
      removal.setUserIdentity(
          new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
    }
    records.add(removal);
  }

  private static AttributeValue text(String value) {
    return new AttributeValue().withS(value);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bus that does not take the events of one promotion. */
  private static final class Bus implements EventBridgeClient {
    private final List<PutEventsRequestEntry> events = new ArrayList<>();
    private String refused = "none";

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
      List<PutEventsResultEntry> results = new ArrayList<>();
      for (PutEventsRequestEntry entry : request.entries()) {
        boolean takes = !entry.detail().contains('"' + refused + '"');
        if (takes) {
          events.add(entry);
        }
        results.add(
            takes
                ? PutEventsResultEntry.builder().eventId("1").build()
                : PutEventsResultEntry.builder().errorCode("InternalFailure").build());
      }
      return PutEventsResponse.builder()
          .entries(results)
          .failedEntryCount((int) results.stream().filter(r -> r.errorCode() != null).count())
          .build();
    }

    @Override
    public String serviceName() {
      return "events";
    }

    @Override
    public void close() {}
  }
}
