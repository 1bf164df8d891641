package io.dynamopatterns.common.item;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items with values of each type, empty ones too; members of sets are sorted as JSON sorts them.
 */
public final class Items {
  private Items() {}

  public static Arbitrary<Map<String, AttributeValue>> any() {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values()).ofMaxSize(6);
  }

  private static SdkBytes bytes(String base64) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
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
            Arbitraries.of(true, false).map(AttributeValue::fromNul),
            Arbitraries.strings()
                .set()
                .map(set -> AttributeValue.fromSs(set.stream().sorted().toList())),
            Arbitraries.bigDecimals()
                .map(BigDecimal::toPlainString)
                .set()
                .map(set -> AttributeValue.fromNs(set.stream().sorted().toList())),
            Arbitraries.bytes()
                .array(byte[].class)
                .map(Base64.getEncoder()::encodeToString)
                .set()
                .map(
                    set ->
                        AttributeValue.fromBs(set.stream().sorted().map(Items::bytes).toList())));
    Arbitrary<AttributeValue> lists = scalars.list().ofMaxSize(4).map(AttributeValue::fromL);
    return Arbitraries.oneOf(
        scalars,
        lists,
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), Arbitraries.oneOf(scalars, lists))
            .ofMaxSize(4)
            .map(AttributeValue::fromM));
  }
}
