package io.dynamopatterns.processor.lines;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * A line in Common or Combined Log Format. Any other line is rejected: where a line has more fields
 * than the format, it is unknown which of them is the client.
 *
 * <p>Every step looks at a character of the line a fixed number of times, so the time to read a
 * line grows with its length and with nothing else. Only the caller decides where a line ends: a
 * carriage return or U+2028 within it is a character like others.
 *
 * @param path the request's target as it is in the line, query included: the seventh field of a
 *     line split at blanks, so that counts agree with {@code awk '{print $7}'}
 * @param bytes 0 where the line has a dash
 */
record AccessLogLine(
    String client,
    Instant time,
    String method,
    String path,
    int status,
    long bytes,
    Optional<String> referer,
    Optional<String> userAgent) {

  private static final String NOT_THE_FORMAT = "not in Common or Combined Log Format: ";
  private static final String TIME_LIKE = "17/May/2015:10:05:03 +0000";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern(
              "dd/MMM/uuuu:HH:mm:ss[.SSSSSSSSS][.SSSSSS][.SSS] [XXX][XX]", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  /** A time with nanoseconds and a zone with a colon. */
  private static final int MAX_TIME_LENGTH = 40;

  /** More digits might exceed a {@code long}. */
  private static final int MAX_BYTES_DIGITS = 18;

  /** The most bytes of a partition key of DynamoDB, which consumers make of the path. */
  private static final int MAX_PATH_BYTES = 2048;

  private static final int STATUS_DIGITS = 3;

  /**
   * Reads a line.
   *
   * @throws RejectedLineException saying what is wrong with it
   */
  static AccessLogLine parse(String line) throws RejectedLineException {
    // The first place where a time may end and a request begin. Servers escape quotes in user
    // names.
    int timeEnd = line.indexOf("] \"");
    int timeStart = timeEnd < 0 ? -1 : line.lastIndexOf(" [", timeEnd);
    if (timeStart < 0) {
      throw new RejectedLineException(NOT_THE_FORMAT + "there is no [time] before a \"request\"");
    }
    String client = LogClient.of(line.substring(0, timeStart));
    Instant time = time(line.substring(timeStart + 2, timeEnd));
    LineScanner fields = new LineScanner(line, timeEnd + 2);
    String[] request = request(fields.quoted("request"));
    fields.blank("request");
    int status = status(fields.word());
    fields.blank("status");
    long bytes = bytes(fields.word());
    Optional<String> referer = Optional.empty();
    Optional<String> userAgent = Optional.empty();
    if (fields.isQuotedNext()) {
      fields.blank("bytes");
      Optional<String> first = fields.quotedUnlessCut("referer");
      // One field in quotes is some other server's own: Combined Log Format has two.
      if (fields.isQuotedNext()) {
        fields.blank("referer");
        referer = known(first);
        userAgent = known(fields.quotedUnlessCut("user agent"));
      }
    }
    fields.requireRest();
    return new AccessLogLine(
        client, time, request[0], request[1], status, bytes, referer, userAgent);
  }

  private static Instant time(String text) throws RejectedLineException {
    try {
      if (text.length() <= MAX_TIME_LENGTH) {
        OffsetDateTime time = OffsetDateTime.parse(text, TIME);
        if (time.getYear() > 0) {
          return time.toInstant();
        }
      }
    } catch (DateTimeException e) {
      // The message for the user follows.
    }
    throw new RejectedLineException(
        "the time '%s' is not like %s".formatted(LineScanner.shown(text), TIME_LIKE));
  }

  /** The method and the path. */
  private static String[] request(String request) throws RejectedLineException {
    int methodStart = LineScanner.skipBlanks(request, 0);
    int methodEnd = LineScanner.skipWord(request, methodStart);
    int pathStart = LineScanner.skipBlanks(request, methodEnd);
    int pathEnd = LineScanner.skipWord(request, pathStart);
    String method = request.substring(methodStart, methodEnd);
    if (pathStart == pathEnd || !isToken(method)) {
      throw new RejectedLineException(
          "the request '%s' has no method and path".formatted(LineScanner.shown(request)));
    }
    String path = request.substring(pathStart, pathEnd);
    int pathBytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (pathBytes > MAX_PATH_BYTES) {
      throw new RejectedLineException(
          "the path has %d bytes, a key holds %d".formatted(pathBytes, MAX_PATH_BYTES));
    }
    return new String[] {method, path};
  }

  /** What HTTP allows as a method. What servers log of other protocols is none. */
  private static boolean isToken(String text) {
    return text.chars()
        .allMatch(
            c ->
                c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  private static int status(String text) throws RejectedLineException {
    if (text.length() != STATUS_DIGITS || !isNumber(text)) {
      throw new RejectedLineException(
          "the status '%s' is not three digits".formatted(LineScanner.shown(text)));
    }
    return Integer.parseInt(text);
  }

  private static long bytes(String text) throws RejectedLineException {
    if (text.equals("-")) {
      return 0;
    }
    if (text.isEmpty() || text.length() > MAX_BYTES_DIGITS || !isNumber(text)) {
      throw new RejectedLineException(
          "the bytes '%s' are neither a number nor '-'".formatted(LineScanner.shown(text)));
    }
    return Long.parseLong(text);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<String> known(Optional<String> field) {
    return field.filter(text -> !text.isEmpty() && !text.equals("-"));
  }
}
