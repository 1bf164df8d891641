package io.dynamopatterns.local.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.BitSet;
import java.util.List;

/** Reads a function's answer to a batch as Lambda does with {@code ReportBatchItemFailures}. */
final class BatchAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BatchAnswer() {}

  /**
   * The positions of the records that failed.
   *
   * <p>No answer, an empty one and an empty list mean success. An identifier that is empty, null or
   * of no record of the batch fails the whole batch, as does an answer that is not an object.
   *
   * @param identifiers of the batch's records, in their order
   */
  static BitSet failed(String answer, List<String> identifiers) {
    BitSet failed = new BitSet();
    JsonNode root;
    try {
      root = JSON.readTree(answer == null ? "" : answer);
    } catch (JsonProcessingException e) {
      return all(identifiers);
    }
    if (root.isMissingNode() || root.isNull()) {
      return failed;
    }
    if (!root.isObject()) {
      return all(identifiers);
    }
    for (JsonNode failure : root.path("batchItemFailures")) {
      int position = identifiers.indexOf(failure.path("itemIdentifier").asText(null));
      if (position < 0) {
        return all(identifiers);
      }
      failed.set(position);
    }
    return failed;
  }

  /** The positions of a batch of which everything failed. */
  static BitSet all(List<String> identifiers) {
    BitSet all = new BitSet();
    all.set(0, identifiers.size());
    return all;
  }
}
