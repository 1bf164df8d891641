package io.dynamopatterns.history.read;

/** No entry, or not exactly one, is what the request names. */
public final class VersionNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VersionNotFoundException(String message) {
    super("not found: " + message);
  }
}
