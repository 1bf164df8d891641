package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a function's pages, as many as were asked for.
 *
 * @param first the answer with the first page: what it says besides its entries
 * @param next where the rest begins, if there may be more
 */
public record FunctionPages(JsonNode first, List<JsonNode> entries, Optional<String> next) {
  /** The most that a function takes for the limit of a page. */
  private static final int LARGEST_PAGE = 1000;

  /**
   * Asks the pattern's function {@code read} page by page.
   *
   * @param request without {@code limit} and {@code next}
   * @param field where an answer has its entries
   * @param limit the most entries
   * @param next where an earlier answer has ended
   */
  public static FunctionPages read(
      Session session,
      Pattern pattern,
      ObjectNode request,
      String field,
      int limit,
      Optional<String> next) {
    String function = session.deployment().function(pattern, "read");
    List<JsonNode> entries = new ArrayList<>();
    JsonNode first = null;
    Optional<String> from = next;
    do {
      ObjectNode page = request.deepCopy();
      page.put("limit", Math.min(LARGEST_PAGE, limit - entries.size()));
      from.ifPresent(position -> page.put("next", position));
      JsonNode answer = session.invoke(function, page);
      first = first == null ? answer : first;
      answer.path(field).forEach(entries::add);
      from = Optional.ofNullable(answer.path("next").textValue());
    } while (from.isPresent() && entries.size() < limit);
    return new FunctionPages(first, entries, from);
  }
}
