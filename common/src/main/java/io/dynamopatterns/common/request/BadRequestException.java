package io.dynamopatterns.common.request;

/** A request that cannot be served as it is. The message names the field and what is allowed. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param field the field of the request
   * @param problem what is wrong with it and what is allowed
   */
  public BadRequestException(String field, String problem) {
    super("bad request: '" + field + "' " + problem);
  }
}
