package io.dynamopatterns.examples.coupons.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who sends a request, by the claims that API Gateway's JWT authorizer has verified. Nothing that a
 * caller can write is looked at: no header, also not the token itself.
 *
 * @param user the claim {@code sub}
 * @param groups the claim {@code cognito:groups}
 */
public record Caller(String user, List<String> groups) {
  private static final String ADMINS = "admins";

  /** Whether this is an admin. */
  public boolean isAdmin() {
    return groups.contains(ADMINS);
  }

  /** The caller, or empty without verified claims. */
  static Optional<Caller> of(APIGatewayV2HTTPEvent event) {
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayV2HTTPEvent.RequestContext::getAuthorizer)
        .map(APIGatewayV2HTTPEvent.RequestContext.Authorizer::getJwt)
        .map(APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT::getClaims)
        .flatMap(Caller::of);
  }

  private static Optional<Caller> of(Map<String, String> claims) {
    return Optional.ofNullable(claims.get("sub"))
        .filter(user -> !user.isEmpty())
        .map(user -> new Caller(user, groups(claims.get("cognito:groups"))));
  }

  /** A list, as an HTTP API writes it into a claim: {@code [admins staff]}. */
  private static List<String> groups(String claim) {
    return claim != null && claim.startsWith("[") && claim.endsWith("]")
        ? Arrays.asList(claim.substring(1, claim.length() - 1).split(" "))
        : List.of();
  }
}
