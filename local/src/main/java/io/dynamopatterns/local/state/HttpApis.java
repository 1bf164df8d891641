package io.dynamopatterns.local.state;

import io.dynamopatterns.emulator.url.HttpApiSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP APIs of a state. A plan does not know which integration a route leads to: it has none.
 */
final class HttpApis {
  private static final Pattern FUNCTION = Pattern.compile(":function:([^:/]+)");
  private static final String TARGET = "integrations/";

  private HttpApis() {}

  /**
   * @param functions names of those that the state has; routes to others are left out
   */
  static List<HttpApiSpec> of(List<Resource> resources, Set<String> functions) {
    Map<String, String> functionOf = new HashMap<>();
    all(resources, "aws_apigatewayv2_integration")
        .forEach(
            integration ->
                function(integration)
                    .filter(functions::contains)
                    .ifPresent(name -> functionOf.put(TARGET + integration.text("id"), name)));
    return all(resources, "aws_apigatewayv2_api").stream()
        .filter(api -> api.optional("id").isPresent())
        .map(api -> new HttpApiSpec(api.text("name"), routes(api, resources, functionOf)))
        .filter(api -> !api.routes().isEmpty())
        .toList();
  }

  private static List<HttpApiSpec.Route> routes(
      Resource api, List<Resource> resources, Map<String, String> functionOf) {
    return all(resources, "aws_apigatewayv2_route").stream()
        .filter(route -> route.optional("api_id").equals(api.optional("id")))
        .filter(route -> route.optional("target").filter(functionOf::containsKey).isPresent())
        .map(
            route ->
                new HttpApiSpec.Route(
                    route.text("route_key"),
                    functionOf.get(route.text("target")),
                    route.optional("authorization_type").filter("JWT"::equals).isPresent()))
        .toList();
  }

  /** Functions take payload format 2.0 here. */
  private static Optional<String> function(Resource integration) {
    return integration
        .optional("integration_uri")
        .filter(
            uri ->
                integration.optional("id").isPresent()
                    && integration.optional("payload_format_version").equals(Optional.of("2.0")))
        .map(FUNCTION::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private static List<Resource> all(List<Resource> resources, String type) {
    return resources.stream().filter(r -> r.managed() && r.type().equals(type)).toList();
  }
}
