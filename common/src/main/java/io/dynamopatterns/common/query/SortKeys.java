package io.dynamopatterns.common.query;

/** How DynamoDB orders strings. */
public final class SortKeys {
  private SortKeys() {}

  /**
   * Compares by the bytes of UTF-8, as DynamoDB does, which is the order of code points. Java's own
   * order puts the characters beyond U+FFFF before some that are below.
   */
  public static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean bothOrNone = Character.isSurrogate(a) == Character.isSurrogate(b);
        return bothOrNone ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
