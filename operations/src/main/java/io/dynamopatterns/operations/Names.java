package io.dynamopatterns.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** How Terraform's modules name what they make, and the name of a function in its ARN. */
public final class Names {
  private static final int LONGEST_FUNCTION = 64;
  private static final int HASH = 8;

  private Names() {}

  /** A function: what is too long ends in a hash of the whole. */
  static String function(String prefix, String module, String role) {
    String wanted = String.join("-", prefix, module, role);
    return wanted.length() <= LONGEST_FUNCTION
        ? wanted
        : wanted.substring(0, LONGEST_FUNCTION - HASH - 1)
            + "-"
            + sha256(wanted).substring(0, HASH);
  }

  /** The name of a function in its ARN, with a version or alias or without; a name is itself. */
  public static String functionIn(String arn) {
    String[] parts = arn.split(":");
    return parts.length >= 7 ? parts[6] : arn;
  }

  /**
   * The whole name of what people name with or without the deployment's prefix.
   *
   * @param where for the message: what has it
   * @param kind for the message, such as {@code table}
   * @param all the names that there are
   * @throws OperationException if there is none, or several
   */
  public static String named(String where, String kind, String given, List<String> all) {
    if (all.contains(given)) {
      return given;
    }
    List<String> ending = all.stream().filter(name -> name.endsWith("-" + given)).toList();
    if (ending.size() == 1) {
      return ending.get(0);
    }
    throw OperationException.request(
        ending.isEmpty()
            ? "%s has no %s '%s': it has %s"
            : "%s has several %ss '%s': name one of %s",
        where,
        kind,
        given,
        String.join(", ", ending.isEmpty() ? all : ending));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
