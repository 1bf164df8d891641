package io.dynamopatterns.common.query;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The pages of one partition, in the order of the sort key. */
@FunctionalInterface
public interface PageSource {
  /**
   * The next page; not called again after a page that said it is the last.
   *
   * @throws RuntimeException if it cannot be read now
   */
  Page next();

  /**
   * Some items of a partition, perhaps none.
   *
   * @param items in the order of the sort key
   * @param more whether there may be another page
   */
  record Page(List<Map<String, AttributeValue>> items, boolean more) {
    public Page {
      items = List.copyOf(items);
    }
  }
}
