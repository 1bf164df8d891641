package io.dynamopatterns.processor.lines;

import java.util.Optional;

/** Takes the fields of a line one after the other and never goes back. */
final class LineScanner {
  private static final int MAX_SHOWN = 80;

  private final String line;
  private int position;

  /**
   * @param start where the first field begins
   */
  LineScanner(String line, int start) {
    this.line = line;
    this.position = start;
  }

  /** Takes what is up to the next blank. */
  String word() {
    int start = position;
    int blank = line.indexOf(' ', start);
    position = blank < 0 ? line.length() : blank;
    return line.substring(start, position);
  }

  /** Takes a field in quotes. Within it a backslash takes the character after it along. */
  String quoted(String name) throws RejectedLineException {
    return quotedUnlessCut(name)
        .orElseThrow(
            () -> new RejectedLineException("the %s has no closing quote".formatted(name)));
  }

  /** Takes a field in quotes, or all that is left of a line that was cut within it. */
  Optional<String> quotedUnlessCut(String name) throws RejectedLineException {
    int start = position + 1;
    int end = start;
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    position = Math.min(end + 1, line.length());
    if (end >= line.length()) {
      return Optional.empty();
    }
    String field = line.substring(start, end);
    if (position < line.length() && line.charAt(position) != ' ') {
      throw new RejectedLineException(
          "the %s '%s' has a quote that is not escaped".formatted(name, shown(field)));
    }
    return Optional.of(field);
  }

  /** Takes the blank after a field. */
  void blank(String name) throws RejectedLineException {
    if (position >= line.length()) {
      throw new RejectedLineException("the line ends after the %s".formatted(name));
    }
    position++;
  }

  /** Whether a blank and a field in quotes follow. */
  boolean isQuotedNext() {
    return line.startsWith(" \"", position);
  }

  /** Whatever else is in the line must have its quotes in pairs, else a field before it was cut. */
  void requireRest() throws RejectedLineException {
    boolean open = false;
    for (int i = position; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '"') {
        open = !open;
      }
    }
    if (open) {
      throw new RejectedLineException(
          "the line has a quote without its pair after '%s'"
              .formatted(shown(line.substring(0, position))));
    }
  }

  static int skipBlanks(String text, int from) {
    int position = from;
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
    return position;
  }

  static int skipWord(String text, int from) {
    int position = from;
    while (position < text.length() && !isBlank(text.charAt(position))) {
      position++;
    }
    return position;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** The text for a message: what is long is cut, what no terminal should get is escaped. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i == MAX_SHOWN) {
        return shown.append('…').toString();
      }
      char c = text.charAt(i);
      shown.append(
          Character.isISOControl(c) ? "\\x%02x".formatted((int) c) : Character.toString(c));
    }
    return shown.toString();
  }
}
