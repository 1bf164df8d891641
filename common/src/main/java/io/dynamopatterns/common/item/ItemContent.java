package io.dynamopatterns.common.item;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares items by what DynamoDB stores. DynamoDB trims the zeros of a number and keeps no order
 * in a set, so an item that is read back may differ in text from the one that was put.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">
 *     Supported data types and naming rules</a>
 */
public final class ItemContent {
  private ItemContent() {}

  /** Whether both items have the same attributes with the same values. */
  public static boolean same(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(entry -> same(entry.getValue(), other.get(entry.getKey())));
  }

  private static boolean same(AttributeValue one, AttributeValue other) {
    if (one.type() != other.type()) {
      return false;
    }
    return switch (one.type()) {
      case N -> number(one.n()).equals(number(other.n()));
      case NS -> numbers(one.ns()).equals(numbers(other.ns()));
      case SS -> new HashSet<>(one.ss()).equals(new HashSet<>(other.ss()));
      case BS -> new HashSet<>(one.bs()).equals(new HashSet<>(other.bs()));
      case L -> same(one.l(), other.l());
      case M -> same(one.m(), other.m());
      default -> one.equals(other);
    };
  }

  private static boolean same(List<AttributeValue> one, List<AttributeValue> other) {
    Iterator<AttributeValue> others = other.iterator();
    return one.size() == other.size() && one.stream().allMatch(value -> same(value, others.next()));
  }

  private static Set<BigDecimal> numbers(List<String> texts) {
    return texts.stream().map(ItemContent::number).collect(Collectors.toSet());
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
