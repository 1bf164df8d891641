package io.dynamopatterns.sim.dynamodb.value;

import java.math.BigDecimal;

/** DynamoDB's numbers: up to 38 digits, from 1E-130 to 9.99…E+125. */
public final class Numbers {
  private static final int DIGITS = 38;
  private static final int HIGHEST_EXPONENT = 125;
  private static final int LOWEST_EXPONENT = -130;

  private Numbers() {}

  static Attribute parse(String text) {
    try {
      return of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw ServiceError.validation(
          "The parameter cannot be converted to a numeric value: " + text);
    }
  }

  /** The number as it is stored. */
  public static Attribute of(BigDecimal number) {
    BigDecimal stored = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    int exponent = stored.precision() - stored.scale() - 1;
    if (stored.precision() > DIGITS) {
      throw ServiceError.validation(
          "Attempting to store more than 38 significant digits in a Number");
    }
    if (stored.signum() != 0 && exponent > HIGHEST_EXPONENT) {
      throw ServiceError.validation(
          "Number overflow. Attempting to store a number with magnitude larger than supported range");
    }
    if (stored.signum() != 0 && exponent < LOWEST_EXPONENT) {
      throw ServiceError.validation(
          "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    }
    return new Attribute.N(stored);
  }
}
