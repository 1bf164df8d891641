package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.e2e.Project;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each handler of the coupon app under AWS's runtime client. Its jar is the only one with an
 * asynchronous client and Netty.
 */
@RuntimeTest
class CouponsRuntimeIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> TABLES =
      Map.of(
          "COUPONS_TABLE",
          "coupons",
          "COUPONS_STOCK_TABLE",
          "stock",
          "COUPONS_REDEMPTIONS_TABLE",
          "redemptions");

  @Test
  void aPromotionIsStartedRedeemedOncePerUserAndPublishedWhenItHasExpired() throws Exception {
    try (RecordedFleet fleet = new RecordedFleet()) {
      fleet.createTable("coupons", "couponId");
      fleet.createTable("stock", "shard");
      fleet.createTable("redemptions", "userId", "couponId");
      String id = started(fleet);

      try (LambdaRuntime coupons =
          fleet.start(Project.couponsJar(), handler("CouponsHandler"), TABLES)) {
        String request = DryEvents.http("POST", "/api/coupons/" + id + "/redemptions");
        assertThat(status(coupons, request)).isEqualTo(201);
        assertThat(status(coupons, request)).as("the same request again").isEqualTo(201);
      }
      assertThat(fleet.items("redemptions")).hasSize(1);

      String bus =
          fleet.environment("io.dynamopatterns.periodic.CloseHandler").get("PERIODIC_EVENT_BUS");
      try (LambdaRuntime expiry =
          fleet.start(
              Project.couponsJar(),
              handler("CouponExpiryHandler"),
              Map.of("COUPONS_EVENT_BUS", bus))) {
        JsonNode answer = RecordedFleet.answer(expiry, removed(fleet));
        assertThat(answer.findValues("itemIdentifier")).as(expiry.output()).isEmpty();
      }
      List<JsonNode> published = fleet.published("CouponExpired");
      assertThat(published).hasSize(1);
      assertThat(published.getFirst().path("couponId").asText()).isEqualTo(id);
    }
  }

  private static String started(RecordedFleet fleet) throws Exception {
    try (LambdaRuntime promotions =
        fleet.start(Project.couponsJar(), handler("PromotionsHandler"), TABLES)) {
      ObjectNode event = (ObjectNode) JSON.readTree(DryEvents.http("POST", "/api/promotions"));
      ((ObjectNode) event.at("/requestContext/authorizer/jwt/claims"))
          .put("cognito:groups", "[admins]");
      event.put(
          "body",
          "{\"shop\":\"baker\",\"title\":\"A roll\",\"lat\":52.5,\"lon\":13.4,\"endsAt\":\"%s\",\"stock\":3}"
              .formatted(Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS)));
      JsonNode answer = RecordedFleet.answer(promotions, event.toString());
      assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(201);
      return JSON.readTree(answer.path("body").asText()).path("couponId").asText();
    }
  }

  /** The change by which DynamoDB's time to live removes the promotion. */
  private static String removed(RecordedFleet fleet) throws Exception {
    JsonNode item = fleet.items("coupons").getFirst();
    ObjectNode event = (ObjectNode) JSON.readTree(DryEvents.tableChange());
    ObjectNode record = (ObjectNode) event.at("/Records/0");
    record.put("eventName", "REMOVE");
    record
        .putObject("userIdentity")
        .put("type", "Service")
        .put("principalId", "dynamodb.amazonaws.com");
    ObjectNode change = (ObjectNode) record.path("dynamodb");
    change.putObject("Keys").set("couponId", item.path("couponId"));
    change.remove("NewImage");
    change.set("OldImage", item);
    return event.toString();
  }

  private static int status(LambdaRuntime runtime, String request) throws Exception {
    return RecordedFleet.answer(runtime, request).path("statusCode").asInt();
  }

  private static String handler(String name) {
    return "io.dynamopatterns.examples.coupons." + name;
  }
}
