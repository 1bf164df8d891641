package io.dynamopatterns.common.item;

import io.dynamopatterns.common.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values without parts. */
record Scalar(
    String allowed,
    Function<AttributeValue, Object> reader,
    Function<Object, AttributeValue> writer,
    Object missing)
    implements AttributeCodec {

  private static final Map<Class<?>, Scalar> SCALARS = new HashMap<>();

  static {
    text(String.class, "text (S)", text -> text, text -> text);
    text(UUID.class, "a UUID (S)", UUID::fromString, UUID::toString);
    text(LocalDate.class, "a date (S)", LocalDate::parse, LocalDate::toString);
    text(Duration.class, "a duration in ISO 8601 (S)", Duration::parse, Duration::toString);
    text(Instant.class, "a time in ISO 8601 with Z (S)", Instant::parse, Scalar::text);
    number(int.class, "a whole number (N)", n -> new BigDecimal(n).intValueExact(), 0);
    number(Integer.class, "a whole number (N)", n -> new BigDecimal(n).intValueExact(), null);
    number(long.class, "a whole number (N)", n -> new BigDecimal(n).longValueExact(), 0L);
    number(Long.class, "a whole number (N)", n -> new BigDecimal(n).longValueExact(), null);
    number(double.class, "a number (N)", Double::valueOf, 0.0);
    number(Double.class, "a number (N)", Double::valueOf, null);
    number(BigDecimal.class, "a number (N)", BigDecimal::new, null);
    number(
        BigInteger.class, "a whole number (N)", n -> new BigDecimal(n).toBigIntegerExact(), null);
    SCALARS.put(
        Expiry.class,
        new Scalar(
            "epoch seconds (N)",
            stored ->
                stored.n() == null ? null : new Expiry(new BigDecimal(stored.n()).longValueExact()),
            value -> AttributeValue.fromN(Long.toString(((Expiry) value).epochSeconds())),
            null));
    truth(boolean.class, false);
    truth(Boolean.class, null);
    SCALARS.put(
        byte[].class,
        new Scalar(
            "bytes (B)",
            stored -> stored.b() == null ? null : stored.b().asByteArray(),
            value -> AttributeValue.fromB(SdkBytes.fromByteArray((byte[]) value)),
            null));
    SCALARS.put(
        AttributeValue.class,
        new Scalar("an attribute", stored -> stored, AttributeValue.class::cast, null));
  }

  static Optional<AttributeCodec> of(Class<?> type) {
    return type.isEnum() ? Optional.of(constant(type)) : Optional.ofNullable(SCALARS.get(type));
  }

  @Override
  public Object read(AttributeValue attribute) {
    return reader.apply(attribute);
  }

  @Override
  public AttributeValue write(Object value, AttributeValue before) {
    return writer.apply(value);
  }

  private static String text(Instant time) {
    if (!time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "times are stored to the millisecond, and %s is finer: truncate it with truncatedTo(ChronoUnit.MILLIS)"
              .formatted(time));
    }
    return Times.text(time);
  }

  private static <T> void text(
      Class<T> type, String allowed, Function<String, T> parse, Function<T, String> format) {
    SCALARS.put(
        type,
        new Scalar(
            allowed,
            stored -> stored.s() == null ? null : parse.apply(stored.s()),
            value -> AttributeValue.fromS(format.apply(type.cast(value))),
            null));
  }

  private static void number(
      Class<?> type, String allowed, Function<String, Object> parse, Object missing) {
    SCALARS.put(
        type,
        new Scalar(
            allowed,
            stored -> stored.n() == null ? null : parse.apply(stored.n()),
            value -> AttributeValue.fromN(value.toString()),
            missing));
  }

  private static void truth(Class<?> type, Object missing) {
    SCALARS.put(
        type,
        new Scalar(
            "true or false (BOOL)",
            AttributeValue::bool,
            value -> AttributeValue.fromBool((Boolean) value),
            missing));
  }

  private static Scalar constant(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return new Scalar(
        "one of %s (S)".formatted(Arrays.toString(type.getEnumConstants())),
        stored -> stored.s() == null ? null : constant(constants, stored.s()),
        value -> AttributeValue.fromS(((Enum<?>) value).name()),
        null);
  }

  private static Object constant(Map<String, Object> constants, String name) {
    return Optional.ofNullable(constants.get(name)).orElseThrow(IllegalArgumentException::new);
  }
}
