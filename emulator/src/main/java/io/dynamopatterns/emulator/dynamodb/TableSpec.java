package io.dynamopatterns.emulator.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DynamoDB table.
 *
 * @param attributeTypes S, N or B of each key attribute of the table and its indexes
 * @param streamView the stream's view type, empty when the table has no stream
 * @param ttlAttribute empty when TTL is off
 */
public record TableSpec(
    String name,
    String hashKey,
    Optional<String> rangeKey,
    Map<String, String> attributeTypes,
    List<Index> globalIndexes,
    List<Index> localIndexes,
    Optional<String> streamView,
    Optional<String> ttlAttribute) {

  /** The names of the key attributes. */
  public List<String> keys() {
    return rangeKey.map(range -> List.of(hashKey, range)).orElse(List.of(hashKey));
  }

  /** A secondary index. */
  public record Index(
      String name,
      String hashKey,
      Optional<String> rangeKey,
      String projection,
      List<String> projectedAttributes) {}
}
