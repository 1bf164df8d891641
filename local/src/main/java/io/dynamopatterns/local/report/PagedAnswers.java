package io.dynamopatterns.local.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.Set;
import java.util.function.Consumer;

/** Reads all pages of a function that answers by page, as a user would. */
final class PagedAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NEXT = "next";

  /** Why a playback ended a page whose cursor is for later. */
  private static final Set<String> AT_THE_END = Set.of("LATEST", "WATERMARK");

  private PagedAnswers() {}

  /**
   * Reads on until a page has no cursor, or says that it has all there is for now.
   *
   * @param request of the first page
   * @param reader is shown every page in turn
   * @throws InvocationException if the function fails
   */
  static void read(Invoker function, ObjectNode request, Consumer<JsonNode> reader)
      throws InvocationException {
    ObjectNode next = request.deepCopy();
    JsonNode page;
    do {
      try {
        page = JSON.readTree(function.invoke(next.toString()));
      } catch (JsonProcessingException e) {
        throw new InvocationException("The answer is not JSON: " + e.getOriginalMessage(), e);
      }
      reader.accept(page);
      next.set(NEXT, page.path(NEXT));
    } while (page.path(NEXT).isTextual() && !AT_THE_END.contains(page.path("stopped").asText()));
  }
}
