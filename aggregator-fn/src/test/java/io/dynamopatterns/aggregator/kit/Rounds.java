package io.dynamopatterns.aggregator.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.aggregator.kit.Model.Expected;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a table and a bus came to, in the terms of {@link Model}. */
public final class Rounds {
  private Rounds() {}

  /** The rounds that are in a table. */
  public static Map<String, Expected> in(String table) {
    Map<String, Expected> rounds = new TreeMap<>();
    for (Map<String, AttributeValue> item : TestDatabase.scan(table)) {
      if (item.get("sk").s().startsWith("#head#")) {
        rounds.put(
            item.get("pk").s() + "/" + item.get("round").n(),
            new Expected(
                item.get("state").s(),
                Long.parseLong(item.get("count").n()),
                Long.parseLong(item.get("late").n())));
      }
    }
    return rounds;
  }

  /** The rounds that events tell of. */
  public static List<String> in(List<JsonNode> details) {
    return details.stream()
        .map(detail -> detail.get("group").asText() + "/" + detail.get("round").asText())
        .sorted()
        .toList();
  }
}
