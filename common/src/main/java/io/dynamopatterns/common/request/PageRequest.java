package io.dynamopatterns.common.request;

import java.util.Optional;

/**
 * The page that a request asks for.
 *
 * @param limit the most entries on the page
 * @param after where the previous page ended, or empty for the first page
 * @param scope everything in the request that decides which entries there are
 * @param cursors how cursors are signed
 */
public record PageRequest(int limit, Optional<String> after, String scope, PageCursor cursors) {
  /** The cursor of a page that ended at this position. */
  public String cursor(String position) {
    return cursors.encode(scope, position);
  }
}
