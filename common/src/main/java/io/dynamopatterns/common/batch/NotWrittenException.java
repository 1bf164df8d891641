package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.NotDoneException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Some writes of a batch were not done, or perhaps were and nothing was heard of it. */
public final class NotWrittenException extends NotDoneException {
  private static final long serialVersionUID = 1L;

  private final transient List<Map<String, AttributeValue>> notWritten;

  NotWrittenException(String message, List<Map<String, AttributeValue>> notWritten) {
    super(message);
    this.notWritten = List.copyOf(notWritten);
  }

  NotWrittenException(
      String message, List<Map<String, AttributeValue>> notWritten, RuntimeException cause) {
    super(message, cause);
    this.notWritten = List.copyOf(notWritten);
  }

  /** The items of a put, or the keys of a delete, that must be written again. */
  public List<Map<String, AttributeValue>> notWritten() {
    return notWritten;
  }
}
