package io.dynamopatterns.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which requests are answered. Other pages in the same browser reach the loopback address
 * as well: they are kept out by the names that a request gives for its server and its origin, and
 * by a token that only the page's document has.
 */
final class Guard {
  static final String TOKEN_HEADER = "X-Fleet-Token";

  private static final int TOKEN_BYTES = 24;

  private final Set<String> hosts;
  private final String token;

  /** A guard with a random token. */
  Guard(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
  }

  String token() {
    return token;
  }

  /** Why a request is refused; empty if it may be answered. */
  Optional<String> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = headers.getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      return Optional.of(
          "Host '%s' is not this page's: open http://127.0.0.1:%d"
              .formatted(host, exchange.getLocalAddress().getPort()));
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      return Optional.of("Origin '%s' must not use this page's server".formatted(origin));
    }
    if (exchange.getRequestMethod().equals("POST") && !hasToken(headers)) {
      return Optional.of(
          "The token is missing or of an earlier start of the fleet: reload the page");
    }
    return Optional.empty();
  }

  private boolean hasToken(Headers headers) {
    String given = headers.getFirst(TOKEN_HEADER);
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
