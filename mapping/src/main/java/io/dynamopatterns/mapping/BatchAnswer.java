package io.dynamopatterns.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.json.SingleJson;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Reads a function's answer to a batch as Lambda does with {@code ReportBatchItemFailures}. */
public final class BatchAnswer {
  private BatchAnswer() {}

  /**
   * The positions of the records that failed.
   *
   * <p>No answer, an empty one and an empty list mean success. An identifier that is empty, null or
   * of no record of the batch fails the whole batch, as does an answer that is not an object.
   *
   * @param identifiers of the batch's records, in their order
   */
  public static BitSet failed(String answer, List<String> identifiers) {
    BitSet failed = new BitSet();
    if (answer == null || answer.isBlank()) {
      return failed;
    }
    Optional<JsonNode> root = SingleJson.read(answer);
    if (root.filter(JsonNode::isNull).isPresent()) {
      return failed;
    }
    if (root.filter(JsonNode::isObject).isEmpty()) {
      return all(identifiers);
    }
    for (JsonNode failure : root.get().path("batchItemFailures")) {
      int position = identifiers.indexOf(failure.path("itemIdentifier").asText(null));
      if (position < 0) {
        return all(identifiers);
      }
      failed.set(position);
    }
    return failed;
  }

  /** The positions of a batch of which everything failed. */
  public static BitSet all(List<String> identifiers) {
    BitSet all = new BitSet();
    all.set(0, identifiers.size());
    return all;
  }
}
