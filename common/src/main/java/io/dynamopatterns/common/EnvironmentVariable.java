package io.dynamopatterns.common;

import java.util.regex.Pattern;

/** Checks of the environment that Terraform gives to a function, at its start. */
public final class EnvironmentVariable {
  private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private EnvironmentVariable() {}

  /**
   * Requires that a variable is set to something allowed.
   *
   * @param name the variable, as Terraform sets it
   * @param value its value, or null if it is not set
   * @param allowed says in words what the pattern allows
   * @throws IllegalArgumentException naming the variable, what it is and what is allowed
   */
  public static void require(String name, String value, Pattern pattern, String allowed) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "environment variable %s is %s; allowed: %s"
              .formatted(name, value == null ? "not set" : "'" + value + "'", allowed));
    }
  }

  /**
   * Requires that a variable is set to the name of a DynamoDB table.
   *
   * @throws IllegalArgumentException naming the variable, what it is and what is allowed
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">
   *     Naming rules</a>
   */
  public static void requireTableName(String name, String value) {
    require(name, value, TABLE_NAME, "the name of a DynamoDB table, 3 to 255 characters");
  }
}
