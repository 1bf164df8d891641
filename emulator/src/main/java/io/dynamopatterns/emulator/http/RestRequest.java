package io.dynamopatterns.emulator.http;

import java.util.Map;
import java.util.Optional;

/**
 * A request of a REST API, read whole.
 *
 * @param path decoded
 * @param query the first value of each parameter
 * @param headers the first value of each header, by its name in lower case
 */
public record RestRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A parameter that is a number from 1 on. */
  public int number(String name, int otherwise) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[1-9]\\d{0,8}")) {
      throw new ApiException(
          400,
          "ValidationException",
          "%s must be a number from 1 on, but is '%s'".formatted(name, text.get()));
    }
    return Integer.parseInt(text.get());
  }
}
