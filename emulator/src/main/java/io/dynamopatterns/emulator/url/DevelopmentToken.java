package io.dynamopatterns.emulator.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.json.SingleJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The replacement of a JWT authorizer on this machine. It takes tokens without a signature, which
 * say so ({@code "alg":"none"}), and hands their claims over as API Gateway does. It refuses signed
 * tokens: it has no keys to check them with.
 *
 * <p>Nothing of it is in a function. API Gateway takes signed tokens only, so such a token reaches
 * no function on AWS.
 */
public final class DevelopmentToken {
  private static final String HEADER = "{\"alg\":\"none\"}";
  private static final String SCHEME = "Bearer ";

  private DevelopmentToken() {}

  /** A token with these claims. */
  public static String of(JsonNode claims) {
    return encoded(HEADER) + "." + encoded(claims.toString()) + ".";
  }

  /**
   * The claims as a function gets them, all of them text.
   *
   * @param authorization the request's header
   */
  static Optional<ObjectNode> claims(String authorization, Instant now) {
    if (authorization == null) {
      return Optional.empty();
    }
    String token =
        authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? authorization.substring(SCHEME.length()).strip()
            : authorization.strip();
    String[] parts = token.split("\\.", -1);
    boolean unsigned =
        parts.length == 3
            && parts[2].isEmpty()
            && decoded(parts[0]).filter(h -> h.path("alg").asText().equals("none")).isPresent();
    return unsigned
        ? decoded(parts[1]).filter(claims -> isUsable(claims, now)).map(DevelopmentToken::asText)
        : Optional.empty();
  }

  private static boolean isUsable(JsonNode claims, Instant now) {
    JsonNode end = claims.path("exp");
    return !claims.path("sub").asText().isEmpty()
        && (end.isMissingNode() || end.isNumber() && end.asLong() > now.getEpochSecond());
  }

  private static ObjectNode asText(JsonNode claims) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    claims.properties().forEach(claim -> text.put(claim.getKey(), text(claim.getValue())));
    return text;
  }

  /** API Gateway writes a list in brackets, its elements separated by spaces. */
  private static String text(JsonNode value) {
    if (value.isArray()) {
      StringJoiner elements = new StringJoiner(" ", "[", "]");
      value.forEach(element -> elements.add(element.asText()));
      return elements.toString();
    }
    return value.isObject() ? value.toString() : value.asText();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<JsonNode> decoded(String part) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
      return SingleJson.read(text).filter(JsonNode::isObject);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
