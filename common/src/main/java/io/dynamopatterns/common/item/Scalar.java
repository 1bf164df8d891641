package io.dynamopatterns.common.item;

import io.dynamopatterns.common.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values without parts. One class with switches: functions for each type would each be a class to
 * load when a function starts.
 *
 * @param constants of an enum, by name
 */
record Scalar(Kind kind, Object missing, Map<String, Object> constants) implements AttributeCodec {

  private enum Kind {
    TEXT,
    ID,
    DATE,
    DURATION,
    TIME,
    CONSTANT,
    INT,
    LONG,
    DOUBLE,
    DECIMAL,
    INTEGER,
    EXPIRY,
    TRUTH,
    BYTES,
    ANY
  }

  private static final Map<Class<?>, Scalar> SCALARS = new HashMap<>();

  static {
    add(String.class, Kind.TEXT, null);
    add(UUID.class, Kind.ID, null);
    add(LocalDate.class, Kind.DATE, null);
    add(Duration.class, Kind.DURATION, null);
    add(Instant.class, Kind.TIME, null);
    add(int.class, Kind.INT, 0);
    add(Integer.class, Kind.INT, null);
    add(long.class, Kind.LONG, 0L);
    add(Long.class, Kind.LONG, null);
    add(double.class, Kind.DOUBLE, 0.0);
    add(Double.class, Kind.DOUBLE, null);
    add(BigDecimal.class, Kind.DECIMAL, null);
    add(BigInteger.class, Kind.INTEGER, null);
    add(Expiry.class, Kind.EXPIRY, null);
    add(boolean.class, Kind.TRUTH, false);
    add(Boolean.class, Kind.TRUTH, null);
    add(byte[].class, Kind.BYTES, null);
    add(AttributeValue.class, Kind.ANY, null);
  }

  private static void add(Class<?> type, Kind kind, Object missing) {
    SCALARS.put(type, new Scalar(kind, missing, Map.of()));
  }

  static Optional<AttributeCodec> of(Class<?> type) {
    if (!type.isEnum()) {
      return Optional.ofNullable(SCALARS.get(type));
    }
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return Optional.of(new Scalar(Kind.CONSTANT, null, constants));
  }

  @Override
  public String allowed() {
    return switch (kind) {
      case TEXT -> "text (S)";
      case ID -> "a UUID (S)";
      case DATE -> "a date (S)";
      case DURATION -> "a duration in ISO 8601 (S)";
      case TIME -> "a time in ISO 8601 with Z (S)";
      case CONSTANT -> "one of %s (S)".formatted(constants.keySet().stream().sorted().toList());
      case INT, LONG, INTEGER -> "a whole number (N)";
      case DOUBLE, DECIMAL -> "a number (N)";
      case EXPIRY -> "epoch seconds (N)";
      case TRUTH -> "true or false (BOOL)";
      case BYTES -> "bytes (B)";
      case ANY -> "an attribute";
    };
  }

  @Override
  public Object read(AttributeValue attribute) {
    return switch (kind) {
      case ANY -> attribute;
      case TRUTH -> attribute.bool();
      case BYTES -> attribute.b() == null ? null : attribute.b().asByteArray();
      case TEXT, ID, DATE, DURATION, TIME, CONSTANT ->
          attribute.s() == null ? null : ofText(attribute.s());
      case INT, LONG, DOUBLE, DECIMAL, INTEGER, EXPIRY ->
          attribute.n() == null ? null : ofNumber(attribute.n());
    };
  }

  private Object ofText(String text) {
    return switch (kind) {
      case ID -> UUID.fromString(text);
      case DATE -> LocalDate.parse(text);
      case DURATION -> Duration.parse(text);
      case TIME -> Instant.parse(text);
      case CONSTANT ->
          Optional.ofNullable(constants.get(text)).orElseThrow(IllegalArgumentException::new);
      default -> text;
    };
  }

  private Object ofNumber(String text) {
    return switch (kind) {
      case INT -> new BigDecimal(text).intValueExact();
      case LONG -> new BigDecimal(text).longValueExact();
      case DOUBLE -> Double.valueOf(text);
      case INTEGER -> new BigDecimal(text).toBigIntegerExact();
      case EXPIRY -> new Expiry(new BigDecimal(text).longValueExact());
      default -> new BigDecimal(text);
    };
  }

  @Override
  public AttributeValue write(Object value, AttributeValue before) {
    return switch (kind) {
      case ANY -> (AttributeValue) value;
      case TRUTH -> AttributeValue.fromBool((Boolean) value);
      case BYTES -> AttributeValue.fromB(SdkBytes.fromByteArray((byte[]) value));
      case TIME -> AttributeValue.fromS(text((Instant) value));
      case CONSTANT -> AttributeValue.fromS(((Enum<?>) value).name());
      case TEXT, ID, DATE, DURATION -> AttributeValue.fromS(value.toString());
      case EXPIRY -> AttributeValue.fromN(Long.toString(((Expiry) value).epochSeconds()));
      case INT, LONG, DOUBLE, DECIMAL, INTEGER -> AttributeValue.fromN(value.toString());
    };
  }

  private static String text(Instant time) {
    if (!time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "times are stored to the millisecond, and %s is finer: truncate it with truncatedTo(ChronoUnit.MILLIS)"
              .formatted(time));
    }
    return Times.text(time);
  }
}
