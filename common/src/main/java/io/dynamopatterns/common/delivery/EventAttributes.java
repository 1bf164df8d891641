package io.dynamopatterns.common.delivery;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Attributes of Lambda's events as the SDK's. The events library can do that too, in several times
 * the time.
 */
final class EventAttributes {
  private EventAttributes() {}

  /**
   * @throws IllegalArgumentException if an attribute has no type that DynamoDB knows
   */
  static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item(
      Map<String, AttributeValue> attributes) {
    // Sorted once: keys, messages and what filters look at are written in this order.
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item =
        new TreeMap<>();
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      item.put(attribute.getKey(), value(attribute.getValue()));
    }
    return item;
  }

  private static software.amazon.awssdk.services.dynamodb.model.AttributeValue value(
      AttributeValue value) {
    if (value.getS() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(value.getS());
    }
    if (value.getN() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(value.getN());
    }
    if (value.getM() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM(
          item(value.getM()));
    }
    if (value.getL() != null) {
      List<software.amazon.awssdk.services.dynamodb.model.AttributeValue> list =
          new ArrayList<>(value.getL().size());
      value.getL().forEach(element -> list.add(value(element)));
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL(list);
    }
    if (value.getBOOL() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool(
          value.getBOOL());
    }
    if (value.isNULL() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul(value.isNULL());
    }
    if (value.getSS() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs(value.getSS());
    }
    if (value.getNS() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs(value.getNS());
    }
    if (value.getB() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB(
          SdkBytes.fromByteBuffer(value.getB().duplicate()));
    }
    if (value.getBS() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBs(
          value.getBS().stream().map(bytes -> SdkBytes.fromByteBuffer(bytes.duplicate())).toList());
    }
    throw new IllegalArgumentException("malformed record: an attribute has no value");
  }
}
