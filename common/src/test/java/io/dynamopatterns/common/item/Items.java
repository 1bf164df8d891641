package io.dynamopatterns.common.item;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of every shape. */
public final class Items {
  private Items() {}

  public static Arbitrary<Map<String, AttributeValue>> any() {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values()).ofMaxSize(6);
  }

  private static Arbitrary<AttributeValue> values() {
    Arbitrary<AttributeValue> scalars =
        Arbitraries.oneOf(
            Arbitraries.strings().map(AttributeValue::fromS),
            Arbitraries.bigDecimals().map(n -> AttributeValue.fromN(n.toPlainString())),
            Arbitraries.bytes()
                .array(byte[].class)
                .map(bytes -> AttributeValue.fromB(SdkBytes.fromByteArray(bytes))),
            Arbitraries.of(true, false).map(AttributeValue::fromBool),
            Arbitraries.just(AttributeValue.fromNul(true)),
            Arbitraries.strings()
                .set()
                .ofMinSize(1)
                .map(set -> AttributeValue.fromSs(set.stream().sorted().toList())));
    Arbitrary<AttributeValue> lists = scalars.list().ofMaxSize(4).map(AttributeValue::fromL);
    return Arbitraries.oneOf(
        scalars,
        lists,
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), Arbitraries.oneOf(scalars, lists))
            .ofMaxSize(4)
            .map(AttributeValue::fromM));
  }
}
