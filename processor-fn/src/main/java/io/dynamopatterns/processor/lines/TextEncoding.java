package io.dynamopatterns.processor.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an object holds its text, by its first bytes. What holds none that can be read is refused
 * with its name: read as text, it would be an object of malformed lines.
 */
enum TextEncoding {
  PLAIN,
  GZIP;

  private static final String ALLOWED = "plain text in UTF-8 or Latin-1, or that as gzip";
  private static final int LONGEST = 16;
  private static final Signature GZIP_MEMBER = new Signature("gzip", "1f 8b");
  private static final List<Signature> REFUSED =
      List.of(
          new Signature("a zip archive", "50 4b (03 04|05 06)"),
          new Signature("zstd", "28 b5 2f fd"),
          new Signature("xz", "fd 37 7a 58 5a 00"),
          new Signature("lz4", "04 22 4d 18"),
          new Signature("compress (.Z)", "1f 9d"),
          new Signature("a 7z archive", "37 7a bc af 27 1c"),
          new Signature("a rar archive", "52 61 72 21 1a 07"),
          new Signature("lzip", "4c 5a 49 50 01"),
          new Signature("snappy", "ff 06 00 00 73 4e 61 50 70 59"),
          new Signature("Parquet", "50 41 52 31 15"),
          new Signature("Avro", "4f 62 6a 01"),
          new Signature("UTF-32 text", "ff fe 00 00|00 00 fe ff"),
          new Signature("UTF-16 text", "ff fe|fe ff"),
          // A digit for the level, and then one of two numbers.
          new Signature("bzip2", "42 5a 68 .. (31 41 59 26 53 59|17 72 45 38 50 90)"),
          // Without a mark, zeros alternate with characters of ASCII. Zeros alone are a hole.
          new Signature("UTF-16 text", "(00 (?!00)..){2}|((?!00).. 00){2}"));

  /** What a text cannot begin with, as a pattern of hexadecimal bytes. */
  private record Signature(String name, Pattern start) {
    Signature(String name, String start) {
      this(name, Pattern.compile(start.replace(" ", "")));
    }

    boolean begins(byte[] first) {
      return start.matcher(HexFormat.of().formatHex(first)).lookingAt();
    }
  }

  /**
   * How a text is encoded.
   *
   * @param bytes from the beginning of the object on; some are taken
   * @throws BrokenTextException if it is none that can be read
   */
  static TextEncoding of(InputStream bytes) throws IOException {
    byte[] first = bytes.readNBytes(LONGEST);
    Optional<String> refused = refused(first);
    if (refused.isPresent()) {
      throw new BrokenTextException(
          "is %s; lines are read from %s".formatted(refused.get(), ALLOWED));
    }
    return GZIP_MEMBER.begins(first) ? GZIP : PLAIN;
  }

  /**
   * Refuses what is not text once it is unpacked, either.
   *
   * @param text from its beginning on; some is taken
   */
  static void requirePlain(InputStream text) throws IOException {
    byte[] first;
    try {
      first = text.readNBytes(LONGEST);
    } catch (BrokenTextException e) {
      // The reader of its lines comes to the same place.
      return;
    }
    Optional<String> refused = GZIP_MEMBER.begins(first) ? Optional.of("gzip") : refused(first);
    if (refused.isPresent()) {
      throw new BrokenTextException(
          "is gzip of %s; lines are read from %s".formatted(refused.get(), ALLOWED));
    }
  }

  private static Optional<String> refused(byte[] first) {
    return REFUSED.stream()
        .filter(signature -> signature.begins(first))
        .map(Signature::name)
        .findFirst();
  }
}
