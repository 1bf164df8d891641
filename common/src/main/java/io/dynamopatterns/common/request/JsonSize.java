package io.dynamopatterns.common.request;

import java.util.List;
import java.util.Map;

/** How many bytes a value takes as JSON in UTF-8: never fewer than are written. */
public final class JsonSize {
  private JsonSize() {}

  /**
   * The size of a value.
   *
   * @param value text, a number, a boolean, null, or a map or list of these
   */
  public static long of(Object value) {
    if (value instanceof String text) {
      return 2 + ofText(text);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
              .mapToLong(member -> of(member.getKey()) + of(member.getValue()) + 2)
              .sum()
          + 2;
    }
    if (value instanceof List<?> list) {
      return list.stream().mapToLong(element -> of(element) + 1).sum() + 2;
    }
    return String.valueOf(value).length();
  }

  /**
   * The size of text without its quotes. Jackson, with which Lambda's runtime writes answers, may
   * escape a control character and each half of a surrogate pair: six bytes each.
   */
  public static long ofText(String text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || Character.isSurrogate(c)) {
        size += "\\u0000".length();
      } else if (c < 0x80) {
        size += c == '"' || c == '\\' ? 2 : 1;
      } else {
        size += c < 0x800 ? 2 : 3;
      }
    }
    return size;
  }
}
