package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemJsonTest {
  @Property(tries = 300)
  void everyItemComesBackAsItWas(@ForAll("items") Map<String, AttributeValue> item) {
    assertThat(ItemJson.read(ItemJson.write(item))).isEqualTo(item);
    assertThat(ItemJson.read(ItemJson.writeBytes(item))).isEqualTo(item);
  }

  @Test
  void attributesAndSetMembersAreSortedAndNumbersKeepTheirText() {
    assertThat(
            ItemJson.write(
                Map.of(
                    "z", AttributeValue.fromN("1.50"),
                    "a", AttributeValue.fromSs(List.of("y", "x")))))
        .isEqualTo("{\"a\":{\"SS\":[\"x\",\"y\"]},\"z\":{\"N\":\"1.50\"}}");
  }

  @Test
  void theLongestNameThatDynamoDbAllowsIsRead() {
    Map<String, AttributeValue> item =
        Map.of("n".repeat(64 * 1024 - 1), AttributeValue.fromS("x".repeat(300 * 1024)));

    assertThat(ItemJson.read(ItemJson.write(item))).isEqualTo(item);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":1}",
        "{\"a\":{\"X\":\"1\"}}",
        "{\"a\":{\"S\":1}}",
        "{\"a\":{\"S\":\"x\",\"N\":\"1\"}}",
        "{\"a\":{\"S\":\"x\"}} {}",
        "{\"a\":{\"L\":{}}}"
      })
  void whatIsNotAnItemIsRefusedWithItsPlace(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemJson.read(json))
        .withMessageContaining("not an item in DynamoDB JSON");
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> items() {
    return Items.any();
  }
}
