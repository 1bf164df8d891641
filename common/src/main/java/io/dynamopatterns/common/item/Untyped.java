package io.dynamopatterns.common.item;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as they are. */
enum Untyped implements ItemCodec<Map<String, AttributeValue>> {
  INSTANCE;

  @Override
  public Map<String, AttributeValue> read(Map<String, AttributeValue> item) {
    return item;
  }

  @Override
  public Map<String, AttributeValue> write(Map<String, AttributeValue> value) {
    return value;
  }

  @Override
  public Map<String, AttributeValue> write(
      Map<String, AttributeValue> value, Map<String, AttributeValue> before) {
    return value;
  }
}
