package io.dynamopatterns.emulator.url;

import java.util.List;

/** An HTTP API of API Gateway, with the routes that lead to functions of the deployment. */
public record HttpApiSpec(String name, List<Route> routes) {

  /**
   * A route.
   *
   * @param key such as {@code GET /coupons/{id}}, {@code ANY /{proxy+}} or {@code $default}
   * @param function its name
   * @param needsToken whether a JWT authorizer decides who may call it
   */
  public record Route(String key, String function, boolean needsToken) {}
}
