package io.dynamopatterns.common.client;

/** A request that would have written in a Region in which the function only reads. */
public final class WriteRegionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  WriteRegionException(String message) {
    super(message);
  }
}
