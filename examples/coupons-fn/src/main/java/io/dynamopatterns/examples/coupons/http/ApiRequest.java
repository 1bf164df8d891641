package io.dynamopatterns.examples.coupons.http;

import static java.util.Objects.requireNonNullElse;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamopatterns.common.ingest.StrictJson;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A request of a user who is signed in, as an HTTP API delivers it: payload format 2.0. */
public final class ApiRequest {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(?:\\.[0-9]{1,20})?");

  private final Caller caller;
  private final String method;
  private final List<String> path;
  private final APIGatewayV2HTTPEvent event;

  private ApiRequest(Caller caller, String method, List<String> path, APIGatewayV2HTTPEvent event) {
    this.caller = caller;
    this.method = method;
    this.path = path;
    this.event = event;
  }

  /**
   * Reads an event.
   *
   * @throws Problem if the event has no verified claims
   */
  static ApiRequest of(APIGatewayV2HTTPEvent event) {
    Caller caller =
        Caller.of(event)
            .orElseThrow(
                () ->
                    new Problem(
                        Problem.Code.UNAUTHENTICATED,
                        "sign in, and send the access token as Authorization: Bearer"));
    return new ApiRequest(
        caller,
        Optional.ofNullable(event.getRequestContext().getHttp())
            .map(APIGatewayV2HTTPEvent.RequestContext.Http::getMethod)
            .orElse(""),
        List.of(requireNonNullElse(event.getRawPath(), "").split("/", -1)),
        event);
  }

  public Caller caller() {
    return caller;
  }

  public String method() {
    return method;
  }

  /** Whether the path has these parts, where {@code *} is any. */
  boolean isAt(List<String> parts) {
    if (path.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).equals("*") && !parts.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A part of the path, counted from the first slash. */
  public String part(int number) {
    return path.get(number);
  }

  /**
   * The header {@code Idempotency-Key}.
   *
   * @throws Problem if it is missing or no such key
   */
  public String idempotencyKey() {
    return requireNonNullElse(event.getHeaders(), Map.<String, String>of()).entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Idempotency-Key"))
        .map(Map.Entry::getValue)
        .filter(key -> KEY.matcher(key).matches())
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    Problem.Code.BAD_REQUEST,
                    "the header Idempotency-Key must have 1 to 64 letters, digits, - or _: a new"
                        + " one for each request, the same one when it is repeated"));
  }

  /** The query's parameters; what is a number may be read as one. */
  public Fields query() {
    Map<String, Object> fields = new HashMap<>();
    requireNonNullElse(event.getQueryStringParameters(), Map.<String, String>of())
        .forEach(
            (name, value) ->
                fields.put(name, NUMBER.matcher(value).matches() ? new BigDecimal(value) : value));
    return new Fields(fields);
  }

  /**
   * The fields of the body, a JSON object of texts, numbers and truth values; none without a body.
   *
   * @throws BadRequestException if it is anything else
   */
  public Fields body() {
    String text = text();
    if (text.isEmpty()) {
      return new Fields(Map.of());
    }
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser json = StrictJson.parser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw notJson();
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        fields.put(name, value(json));
      }
      StrictJson.requireEnd(json);
    } catch (IOException | RuntimeException e) {
      throw e instanceof BadRequestException bad ? bad : notJson();
    }
    return new Fields(fields);
  }

  private String text() {
    String text = requireNonNullElse(event.getBody(), "");
    return event.getIsBase64Encoded()
        ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
        : text;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.nextToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw notJson();
    };
  }

  private static BadRequestException notJson() {
    return new BadRequestException(
        "body", "must be one JSON object of texts, numbers and truth values, without a name twice");
  }
}
