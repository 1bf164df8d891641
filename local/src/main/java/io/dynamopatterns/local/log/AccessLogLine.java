package io.dynamopatterns.local.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line in Common or Combined Log Format.
 *
 * @param path the request's target as it stands in the line, query included: the seventh field of a
 *     line split at blanks, so that counts agree with {@code awk '{print $7}'}
 * @param bytes 0 where the line has a dash
 */
public record AccessLogLine(
    String client,
    Instant time,
    String method,
    String path,
    int status,
    long bytes,
    Optional<String> referer,
    Optional<String> userAgent) {

  private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
  private static final Pattern FORMAT =
      Pattern.compile(
          "(\\S+) \\S+ .+? \\[([^]]+)] "
              + QUOTED
              + " (\\d{3}) (\\d{1,18}|-)(?: "
              + QUOTED
              + " "
              + QUOTED
              + ")?(?: .*)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  /** DynamoDB's limit of a partition key, which the path becomes. */
  private static final int MAX_PATH_BYTES = 2048;

  /** Kinesis's limit of a partition key, which the client becomes. */
  private static final int MAX_CLIENT_CHARACTERS = 256;

  /**
   * Reads a line.
   *
   * @throws MalformedLineException saying what is wrong with it
   */
  public static AccessLogLine parse(String line) throws MalformedLineException {
    Matcher fields = FORMAT.matcher(line);
    if (!fields.matches()) {
      throw new MalformedLineException("not in Common or Combined Log Format");
    }
    String[] request = fields.group(3).trim().split("\\s+");
    if (request.length < 2) {
      throw new MalformedLineException(
          "the request '%s' has no method and path".formatted(fields.group(3)));
    }
    int pathBytes = request[1].getBytes(StandardCharsets.UTF_8).length;
    if (pathBytes > MAX_PATH_BYTES) {
      throw new MalformedLineException(
          "the path has %d bytes, a key holds %d".formatted(pathBytes, MAX_PATH_BYTES));
    }
    String client = fields.group(1);
    if (client.length() > MAX_CLIENT_CHARACTERS) {
      throw new MalformedLineException(
          "the client has %d characters, a partition key takes %d"
              .formatted(client.length(), MAX_CLIENT_CHARACTERS));
    }
    return new AccessLogLine(
        client,
        time(fields.group(2)),
        request[0],
        request[1],
        Integer.parseInt(fields.group(4)),
        fields.group(5).equals("-") ? 0 : Long.parseLong(fields.group(5)),
        known(fields.group(6)),
        known(fields.group(7)));
  }

  private static Instant time(String text) throws MalformedLineException {
    try {
      return OffsetDateTime.parse(text, TIME).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedLineException(
          "the time '%s' is not like 17/May/2015:10:05:03 +0000".formatted(text));
    }
  }

  private static Optional<String> known(String field) {
    return Optional.ofNullable(field).filter(text -> !text.isEmpty() && !text.equals("-"));
  }
}
