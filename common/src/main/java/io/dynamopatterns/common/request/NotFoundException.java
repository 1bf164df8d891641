package io.dynamopatterns.common.request;

/** A request that names something that does not exist, or not only one thing. */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what such as {@code work 42}
   */
  public NotFoundException(String what) {
    super("not found: " + what);
  }
}
