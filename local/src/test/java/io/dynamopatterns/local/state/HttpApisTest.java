package io.dynamopatterns.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.url.HttpApiSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpApisTest {
  private static final String STATE =
      """
      {"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": "aws_lambda_function.f", "type": "aws_lambda_function",
         "values": {"function_name": "orders", "handler": "x.H", "filename": "f.jar"}},
        {"address": "aws_apigatewayv2_api.shop", "type": "aws_apigatewayv2_api",
         "values": {"id": "%1$s", "name": "shop"}},
        {"address": "aws_apigatewayv2_integration.two", "type": "aws_apigatewayv2_integration",
         "values": {"id": "%2$s", "payload_format_version": "2.0", "integration_uri":
         "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:orders:live/invocations"}},
        {"address": "aws_apigatewayv2_integration.one", "type": "aws_apigatewayv2_integration",
         "values": {"id": "i1", "payload_format_version": "1.0", "integration_uri":
         "arn:aws:lambda:us-east-1:1:function:orders"}},
        {"address": "aws_apigatewayv2_integration.site", "type": "aws_apigatewayv2_integration",
         "values": {"id": "i3", "payload_format_version": "2.0", "integration_uri": "https://example.com"}},
        {"address": "aws_apigatewayv2_route.get", "type": "aws_apigatewayv2_route",
         "values": {"api_id": "%1$s", "route_key": "GET /orders", "target": "integrations/%2$s", "authorization_type": "JWT"}},
        {"address": "aws_apigatewayv2_route.open", "type": "aws_apigatewayv2_route",
         "values": {"api_id": "%1$s", "route_key": "GET /open", "target": "integrations/%2$s", "authorization_type": "NONE"}},
        {"address": "aws_apigatewayv2_route.old", "type": "aws_apigatewayv2_route",
         "values": {"api_id": "%1$s", "route_key": "GET /old", "target": "integrations/i1"}},
        {"address": "aws_apigatewayv2_route.site", "type": "aws_apigatewayv2_route",
         "values": {"api_id": "%1$s", "route_key": "GET /site", "target": "integrations/i3"}}
      ]}}}
      """;

  @Test
  void routesThatLeadToFunctionsAreReadAndWhetherTheyNeedAToken() {
    FleetState state = StateReader.read(STATE.formatted("a1", "i2"), "test", List.of());

    assertThat(state.httpApis())
        .containsExactly(
            new HttpApiSpec(
                "shop",
                List.of(
                    new HttpApiSpec.Route("GET /orders", "orders", true),
                    new HttpApiSpec.Route("GET /open", "orders", false))));
  }

  @Test
  void twoAppliesWithOtherIdsGiveTheSameRecordWithTheSameRoutes() {
    String first = StateNormaliser.normalise(STATE.formatted("a1", "i2"), "test");
    String second = StateNormaliser.normalise(STATE.formatted("b7", "k9"), "test");

    assertThat(first).isEqualTo(second);
    assertThat(StateReader.read(first, "record", List.of()).httpApis())
        .isEqualTo(StateReader.read(STATE.formatted("a1", "i2"), "test", List.of()).httpApis());
  }

  /** The names that {@code --example} takes have each a record. */
  @Test
  void theRecordOfTheCouponAppHasItsRoutesEachWithAToken() {
    FleetState state = FleetState.recorded("coupons-state.json", List.of());

    assertThat(state.httpApis()).hasSize(1);
    assertThat(state.httpApis().getFirst().routes())
        .hasSize(8)
        .allMatch(HttpApiSpec.Route::needsToken);
    assertThat(FleetState.recorded().httpApis()).isEmpty();
  }
}
