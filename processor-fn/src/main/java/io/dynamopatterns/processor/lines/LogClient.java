package io.dynamopatterns.processor.lines;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The client of a log line: its first field, if two more fields follow up to the time. A field too
 * many, such as a virtual host or an address that a proxy added, would make another field the
 * client, so such a line is rejected.
 */
final class LogClient {
  /** The limit of DNS; a partition key, which a client becomes, takes one more. */
  private static final int MAX_HOST_NAME = 255;

  private static final int MAX_IPV4 = 15;
  private static final int MAX_IPV6 = 45;
  private static final int MAX_ZONE = 64;

  /** What nginx writes for a client at a Unix socket. */
  private static final String UNIX_SOCKET = "unix:";

  private LogClient() {}

  /**
   * Reads the fields before the time: client, identity and user. A user's name may have blanks.
   *
   * @throws RejectedLineException if they are not these three
   */
  static String of(String fields) throws RejectedLineException {
    int first = fields.indexOf(' ');
    String client = first < 0 ? fields : fields.substring(0, first);
    if (!isClient(client)) {
      throw new RejectedLineException(
          ("the line begins with '%s', which is not a client:"
                  + " an IPv4 or IPv6 address or a host name, without a port")
              .formatted(LineScanner.shown(client)));
    }
    int second = fields.indexOf(' ', first + 1);
    if (second < 0) {
      throw new RejectedLineException(
          "before the time, '%s' is not a client, an identity and a user"
              .formatted(LineScanner.shown(fields)));
    }
    if (!areIdentityAndUser(fields.substring(first + 1, second), fields.substring(second + 1))) {
      throw new RejectedLineException(
          "before the time are more fields than client, identity and user: '%s'"
              .formatted(LineScanner.shown(fields)));
    }
    return client;
  }

  /** A name of several words is a user's only where a dash is the identity. */
  private static boolean areIdentityAndUser(String identity, String user) {
    boolean oneWord = user.indexOf(' ') < 0;
    if (identity.equals("-")) {
      return oneWord ? !isAddress(user) : !user.startsWith("- ") && !user.endsWith(" -");
    }
    return oneWord
        && !identity.isEmpty()
        && identity.chars().noneMatch(c -> ".:,|".indexOf(c) >= 0 || Character.isISOControl(c));
  }

  private static boolean isClient(String text) {
    return isAddress(text) || isHostName(text) || text.equals(UNIX_SOCKET);
  }

  private static boolean isAddress(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  private static boolean isIpv4(String text) {
    if (text.length() > MAX_IPV4) {
      return false;
    }
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      boolean number =
          !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!number || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    String address = percent < 0 ? text : text.substring(0, percent);
    if (address.length() > MAX_IPV6
        || address.indexOf(':') < 0
        || !address.chars().allMatch(LogClient::isOfIpv6)
        || percent >= 0 && !isZone(text.substring(percent + 1))) {
      return false;
    }
    try {
      // Of these characters, with a colon: an address or an error, never a name to be looked up.
      InetAddress.getByName(address);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isOfIpv6(int c) {
    return c == ':' || c == '.' || c < 128 && Character.digit(c, 16) >= 0;
  }

  private static boolean isZone(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ZONE
        && text.chars().allMatch(LogClient::isOfName);
  }

  /** Digits and dots alone are an address that is none. */
  private static boolean isHostName(String text) {
    return text.length() <= MAX_HOST_NAME
        && !text.isEmpty()
        && "-.".indexOf(text.charAt(0)) < 0
        && text.chars().allMatch(LogClient::isOfName)
        && !text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
  }

  private static boolean isOfName(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-._".indexOf(c) >= 0;
  }
}
