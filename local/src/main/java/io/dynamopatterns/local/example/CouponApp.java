package io.dynamopatterns.local.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.url.DevelopmentToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The coupon app as its page and its administrators call it. Each request may be repeated, and is
 * where an answer asks to try again.
 */
final class CouponApp {
  /** How often a request is sent at most. */
  private static final int ATTEMPTS = 10;

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRY_AGAIN = 503;
  private static final String ADMINISTRATOR = "administrator";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  CouponApp(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** A status and what came with it. */
  record Answer(int status, JsonNode body) {
    String code() {
      return body.path("code").asText();
    }

    JsonNode require(int wanted) {
      if (status != wanted) {
        throw new IllegalStateException(
            "The coupon app answered %d, not %d: %s".formatted(status, wanted, body));
      }
      return body;
    }
  }

  /**
   * Makes a promotion, or finds the one that was made with this key.
   *
   * @return its coupon's id
   */
  String create(Promotion promotion, String key, Instant end)
      throws IOException, InterruptedException {
    ObjectNode body =
        promotion.json().put("endsAt", end.truncatedTo(ChronoUnit.SECONDS).toString());
    return send(ADMINISTRATOR, "POST", "/api/promotions", key, body.toString())
        .require(201)
        .path("couponId")
        .asText();
  }

  /** Ends a promotion, whose sums are final then. */
  JsonNode end(String coupon) throws IOException, InterruptedException {
    return send(ADMINISTRATOR, "POST", "/api/promotions/" + coupon + "/end", null, "").require(200);
  }

  /** The sums of all promotions, in one part. */
  JsonNode report() throws IOException, InterruptedException {
    return send(ADMINISTRATOR, "GET", "/api/promotions", null, "").require(200).path("promotions");
  }

  /** The first page of coupons near a place. */
  JsonNode near(String user, double lat, double lon) throws IOException, InterruptedException {
    return get(user, "/api/coupons?limit=100&lat=%s&lon=%s".formatted(lat, lon)).path("coupons");
  }

  JsonNode show(String user, String coupon) throws IOException, InterruptedException {
    return get(user, "/api/coupons/" + coupon);
  }

  /** The first page of a person's redemptions. */
  JsonNode redemptions(String user) throws IOException, InterruptedException {
    return get(user, "/api/redemptions?limit=100").path("redemptions");
  }

  private JsonNode get(String user, String path) throws IOException, InterruptedException {
    return send(user, "GET", path, null, "").require(200);
  }

  /** The sums of a promotion's shards. */
  JsonNode totals(String coupon) throws IOException, InterruptedException {
    return send(ADMINISTRATOR, "GET", "/api/promotions/" + coupon, null, "").require(200);
  }

  Answer redeem(String user, String coupon, String key) throws IOException, InterruptedException {
    return send(user, "POST", "/api/coupons/" + coupon + "/redemptions", key, "");
  }

  private Answer send(String user, String method, String path, String key, String body)
      throws IOException, InterruptedException {
    Answer answer = sendOnce(user, method, path, key, body);
    for (int attempts = 1; answer.status() == TRY_AGAIN && attempts < ATTEMPTS; attempts++) {
      Thread.sleep(PAUSE);
      answer = sendOnce(user, method, path, key, body);
    }
    return answer;
  }

  private Answer sendOnce(String user, String method, String path, String key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header("Authorization", "Bearer " + token(user))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static String token(String user) {
    ObjectNode claims = JSON.createObjectNode().put("sub", user).put("username", user);
    if (user.equals(ADMINISTRATOR)) {
      claims.putArray("cognito:groups").add("admins");
    }
    return DevelopmentToken.of(claims);
  }
}
