package io.dynamopatterns.history.backfill;

import io.dynamopatterns.common.request.Fields;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the backfill function is asked.
 *
 * @param table the table whose items are read
 * @param segment which part of it, from 0
 * @param segments how many parts are read at once, by as many callers
 * @param start where to continue: the key of the last item that was looked at; empty for the
 *     beginning
 */
public record BackfillRequest(
    String table, int segment, int segments, Map<String, AttributeValue> start) {
  private static final int MAX_SEGMENTS = 1_000_000;

  /**
   * Reads a request.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  static BackfillRequest of(Map<String, Object> request) {
    Fields fields = new Fields(request);
    int segments = (int) fields.number("segments", 1, MAX_SEGMENTS).orElse(1);
    BackfillRequest backfill =
        new BackfillRequest(
            fields.table(),
            (int) fields.number("segment", 0, segments - 1L).orElse(0),
            segments,
            fields.has("next") ? fields.key("next") : Map.of());
    fields.refuseOthers();
    return backfill;
  }
}
