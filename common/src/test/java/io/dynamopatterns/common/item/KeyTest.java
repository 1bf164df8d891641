package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KeyTest {
  @Test
  void keyHasItsAttributesByName() {
    assertThat(Key.of("code", "SPRING", "number", 7).attributes())
        .isEqualTo(Map.of("code", fromS("SPRING"), "number", fromN("7")));
    assertThat(Key.of("hash", new byte[] {1}).attributes())
        .isEqualTo(Map.of("hash", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1}))));
  }

  @Test
  void keyOfAnotherTypeIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Key.of("code", true))
        .withMessage(
            "key attribute 'code' must be a String, a Number or a byte[], but is java.lang.Boolean");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Key.of("code", null))
        .withMessageContaining("but is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Key(Map.of("a", fromS("1"), "b", fromS("2"), "c", fromS("3"))))
        .withMessageContaining("a key has one or two attributes, not");
  }
}
