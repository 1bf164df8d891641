package io.dynamopatterns.common.item;

/** An attribute that is not what the Java type needs. The message does not quote its content. */
final class UnreadableAttributeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnreadableAttributeException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, of an attribute inside another one. */
  UnreadableAttributeException in(String outer) {
    return new UnreadableAttributeException("in '%s': %s".formatted(outer, getMessage()), this);
  }
}
