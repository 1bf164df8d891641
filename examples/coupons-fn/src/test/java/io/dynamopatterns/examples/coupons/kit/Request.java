package io.dynamopatterns.examples.coupons.kit;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import java.util.HashMap;
import java.util.Map;

/** A request as an HTTP API delivers it; {@code user} and {@code admin} are verified claims. */
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> query = new HashMap<>();
  private Map<String, String> claims;
  private String body;

  private Request(String method, String path) {
    this.method = method;
    this.path = path;
  }

  public static Request get(String path) {
    return new Request("GET", path);
  }

  public static Request post(String path) {
    return new Request("POST", path);
  }

  public static Request of(String method, String path) {
    return new Request(method, path);
  }

  public Request user(String name) {
    claims = Map.of("sub", name);
    return this;
  }

  public Request admin(String name) {
    return claims(Map.of("sub", name, "cognito:groups", "[staff admins]"));
  }

  public Request claims(Map<String, String> verified) {
    claims = verified;
    return this;
  }

  public Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Request key(String idempotencyKey) {
    return header("idempotency-key", idempotencyKey);
  }

  public Request with(String name, Object value) {
    query.put(name, String.valueOf(value));
    return this;
  }

  public Request body(String json) {
    body = json;
    return this;
  }

  public APIGatewayV2HTTPEvent event() {
    RequestContext context = new RequestContext();
    RequestContext.Http http = new RequestContext.Http();
    http.setMethod(method);
    context.setHttp(http);
    if (claims != null) {
      RequestContext.Authorizer authorizer = new RequestContext.Authorizer();
      RequestContext.Authorizer.JWT jwt = new RequestContext.Authorizer.JWT();
      jwt.setClaims(claims);
      authorizer.setJwt(jwt);
      context.setAuthorizer(authorizer);
    }
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRequestContext(context);
    event.setRawPath(path);
    event.setHeaders(headers);
    event.setQueryStringParameters(query);
    event.setBody(body);
    return event;
  }
}
