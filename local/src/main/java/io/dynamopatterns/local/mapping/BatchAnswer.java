package io.dynamopatterns.local.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a function's answer to a batch as Lambda does with {@code ReportBatchItemFailures}. */
final class BatchAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WHOLE_BATCH = 0;

  private BatchAnswer() {}

  /**
   * The position of the lowest record that failed, the batch's size when none did.
   *
   * <p>No answer, an empty one and an empty list mean success. An identifier that is empty, null or
   * of no record of the batch fails the whole batch, as does an answer that is not an object.
   */
  static int firstFailed(String answer, List<StreamRecord> batch) {
    JsonNode root;
    try {
      root = JSON.readTree(answer == null ? "" : answer);
    } catch (JsonProcessingException e) {
      return WHOLE_BATCH;
    }
    if (root.isMissingNode() || root.isNull()) {
      return batch.size();
    }
    if (!root.isObject()) {
      return WHOLE_BATCH;
    }
    int lowest = batch.size();
    for (JsonNode failure : root.path("batchItemFailures")) {
      String identifier = failure.path("itemIdentifier").asText(null);
      int position =
          IntStream.range(0, batch.size())
              .filter(i -> batch.get(i).sequenceNumber().equals(identifier))
              .findFirst()
              .orElse(WHOLE_BATCH);
      lowest = Math.min(lowest, position);
    }
    return lowest;
  }
}
