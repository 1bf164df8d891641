package io.dynamopatterns.examples.coupons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.examples.coupons.kit.Answer;
import io.dynamopatterns.examples.coupons.kit.Request;
import io.dynamopatterns.examples.coupons.kit.Tables;
import io.dynamopatterns.examples.coupons.promotion.PromotionSettings;
import io.micronaut.context.env.PropertySource;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handlers with their whole application context, and the environment as Lambda gives it. */
class HandlersIT {
  private static final Context INVOCATION =
      (Context)
          Proxy.newProxyInstance(
              HandlersIT.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> 29_000;
                    case "getMemoryLimitInMB" -> 1024;
                    case "getFunctionName" -> "coupons-test";
                    case "getAwsRequestId" -> "request-1";
                    default -> null;
                  });

  private final Tables tables = Tables.create();

  @Test
  void aPromotionIsStartedFoundAndRedeemed() {
    PromotionsHandler promotions =
        start(
            PromotionsHandler::new,
            environment(
                Map.of("COUPONS_TABLE", tables.coupons(), "COUPONS_STOCK_TABLE", tables.stock())));
    CouponsHandler coupons = coupons();
    Answer started =
        Answer.of(
            promotions.handleRequest(
                Request.post("/api/promotions")
                    .admin("kim")
                    .key("k")
                    .body(
                        "{\"shop\":\"baker\",\"title\":\"A roll\",\"lat\":52.5,\"lon\":13.4,\"endsAt\":\"%s\",\"stock\":3}"
                            .formatted(
                                Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS)))
                    .event(),
                INVOCATION));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    String id = started.text("couponId");

    Answer found =
        Answer.of(
            coupons.handleRequest(
                Request.get("/api/coupons").user("ann").with("lat", 52.5).with("lon", 13.4).event(),
                INVOCATION));
    Answer redeemed =
        Answer.of(
            coupons.handleRequest(
                Request.post("/api/coupons/" + id + "/redemptions").user("ann").key("k").event(),
                INVOCATION));

    assertThat(found.body()).contains(id);
    assertThat(redeemed.status()).isEqualTo(201);
  }

  /** The dry run's event, read as AWS's runtime reads events: a user, and no such coupon. */
  @Test
  void theEventOfTheDryRunIsARequestOfASignedInUser() {
    CouponsHandler coupons = coupons();

    APIGatewayV2HTTPEvent event =
        LambdaEventSerializers.serializerFor(
                APIGatewayV2HTTPEvent.class, HandlersIT.class.getClassLoader())
            .fromJson(coupons.dryEvent().orElseThrow());

    assertThat(Answer.of(coupons.handleRequest(event, INVOCATION)).code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aBatchWithoutExpiredPromotionsPublishesNothing() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of());

    assertThat(
            start(CouponExpiryHandler::new, environment(Map.of("COUPONS_EVENT_BUS", "fleet")))
                .handleRequest(event, INVOCATION)
                .getBatchItemFailures())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COUPONS_TABLE, ''",
    "COUPONS_STOCK_TABLE, a",
    "COUPONS_SHARDS, 1001",
    "COUPONS_KEEP_DAYS, 0",
    "COUPONS_SCAN_UNITS, many",
    "COUPONS_SCAN_UNITS, 100001"
  })
  void aWrongVariableIsNamed(String name, String value) {
    Map<String, String> variables = new HashMap<>();
    variables.put("COUPONS_TABLE", tables.coupons());
    variables.put("COUPONS_STOCK_TABLE", tables.stock());
    variables.put(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromotionSettings.of(Variables.of(variables)))
        .withMessageContaining("environment variable " + name + " is '" + value + "'");
  }

  private CouponsHandler coupons() {
    return start(
        CouponsHandler::new,
        environment(
            Map.of(
                "COUPONS_TABLE",
                tables.coupons(),
                "COUPONS_STOCK_TABLE",
                tables.stock(),
                "COUPONS_REDEMPTIONS_TABLE",
                tables.redemptions())));
  }

  private static <H> H start(Supplier<H> handler, Map<String, Object> environment) {
    return PatternHandler.with(
        PatternHandler.contextBuilder()
            .environmentPropertySource(false)
            .propertySources(
                PropertySource.of(
                    "test",
                    environment,
                    PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
                    PropertySource.Origin.of("test"))),
        handler);
  }

  /** What Lambda gives every function, and these variables. */
  private static Map<String, Object> environment(Map<String, String> variables) {
    Map<String, Object> environment = new HashMap<>(variables);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_SERVICES_DYNAMODB_ENDPOINT_OVERRIDE", Tables.endpoint());
    environment.put("AWS_SERVICES_EVENTBRIDGE_ENDPOINT_OVERRIDE", "http://127.0.0.1:9");
    return environment;
  }
}
