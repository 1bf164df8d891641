package io.dynamopatterns.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventAttributesTest {
  @Test
  void attributesOfEveryTypeAreReadAsTheEventsLibraryReadsThem() {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("text", new AttributeValue().withS("a"));
    item.put("empty", new AttributeValue().withS(""));
    item.put("number", new AttributeValue().withN("1.50"));
    item.put("yes", new AttributeValue().withBOOL(true));
    item.put("no", new AttributeValue().withBOOL(false));
    item.put("null", new AttributeValue().withNULL(true));
    item.put("bytes", new AttributeValue().withB(bytes(1)));
    item.put("texts", new AttributeValue().withSS(List.of("a", "b")));
    item.put("numbers", new AttributeValue().withNS(List.of("1", "2")));
    item.put("byteses", new AttributeValue().withBS(List.of(bytes(1), bytes(2))));
    item.put("list", new AttributeValue().withL(List.of(new AttributeValue().withS("a"))));
    item.put("emptyList", new AttributeValue().withL(List.of()));
    item.put("map", new AttributeValue().withM(Map.of("a", new AttributeValue().withN("1"))));
    item.put("emptyMap", new AttributeValue().withM(Map.of()));
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(EventAttributes.item(item))
          .isEqualTo(DynamodbAttributeValueTransformer.toAttributeValueMapV2(item));
    }
  }

  @Test
  void anAttributeWithoutAValueIsRefused() {
    Map<String, AttributeValue> item = Map.of("nothing", new AttributeValue());
    assertThatThrownBy(() -> EventAttributes.item(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("malformed record: an attribute has no value");
  }

  private static ByteBuffer bytes(int value) {
    return ByteBuffer.wrap(new byte[] {(byte) value});
  }
}
