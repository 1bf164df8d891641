package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemContentTest {
  @Test
  void anItemIsTheSameAfterDynamoDbHasTrimmedItsNumbersAndReorderedItsSets() {
    AttributeValue put =
        AttributeValue.fromM(
            Map.of(
                "n", AttributeValue.fromN("1.50"),
                "ns", AttributeValue.fromNs(List.of("10", "2.0")),
                "ss", AttributeValue.fromSs(List.of("a", "b")),
                "bs", AttributeValue.fromBs(List.of(bytes("a"), bytes("b"))),
                "l", AttributeValue.fromL(List.of(AttributeValue.fromN("0.0")))));
    AttributeValue stored =
        AttributeValue.fromM(
            Map.of(
                "n", AttributeValue.fromN("1.5"),
                "ns", AttributeValue.fromNs(List.of("2", "1E1")),
                "ss", AttributeValue.fromSs(List.of("b", "a")),
                "bs", AttributeValue.fromBs(List.of(bytes("b"), bytes("a"))),
                "l", AttributeValue.fromL(List.of(AttributeValue.fromN("0")))));

    assertThat(ItemContent.same(Map.of("m", put), Map.of("m", stored))).isTrue();
  }

  @Test
  void itemsDifferByAttributeTypeValueAndOrderOfAList() {
    Map<String, AttributeValue> item =
        Map.of("a", list(AttributeValue.fromN("1"), AttributeValue.fromS("1")));

    assertThat(
            List.of(
                Map.of("a", list(AttributeValue.fromS("1"), AttributeValue.fromN("1"))),
                Map.of("a", list(AttributeValue.fromN("2"), AttributeValue.fromS("1"))),
                Map.of("a", list(AttributeValue.fromN("1"))),
                Map.of("b", item.get("a")),
                Map.of("a", item.get("a"), "b", item.get("a")),
                Map.of("a", AttributeValue.fromBool(true))))
        .noneMatch(other -> ItemContent.same(item, other) || ItemContent.same(other, item));
  }

  private static AttributeValue list(AttributeValue... values) {
    return AttributeValue.fromL(List.of(values));
  }

  private static SdkBytes bytes(String text) {
    return SdkBytes.fromUtf8String(text);
  }
}
