package io.dynamopatterns.processor.lines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How an object holds its text, by its first bytes. What holds none that can be read is refused
 * with its name: read as text, it would be an object of malformed lines.
 */
enum TextEncoding {
  PLAIN,
  GZIP;

  private static final String ALLOWED = "plain text in UTF-8 or Latin-1, or that as gzip";
  private static final int LONGEST = 16;

  /** What a text cannot begin with. */
  private record Signature(String name, byte[] bytes) {
    static Signature hex(String name, String bytes) {
      return new Signature(name, HexFormat.of().parseHex(bytes));
    }

    static Signature text(String name, String bytes) {
      return new Signature(name, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean begins(byte[] first) {
      return first.length >= bytes.length
          && Arrays.equals(first, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  private static final Signature GZIP_MEMBER = Signature.hex("gzip", "1f8b");

  private static final List<Signature> REFUSED =
      List.of(
          Signature.hex("a zip archive", "504b0304"),
          Signature.hex("a zip archive", "504b0506"),
          Signature.hex("zstd", "28b52ffd"),
          Signature.hex("xz", "fd377a585a00"),
          Signature.hex("lz4", "04224d18"),
          Signature.hex("compress (.Z)", "1f9d"),
          Signature.hex("a 7z archive", "377abcaf271c"),
          Signature.hex("a rar archive", "526172211a07"),
          Signature.hex("lzip", "4c5a495001"),
          Signature.hex("snappy", "ff060000734e61507059"),
          Signature.text("Parquet", "PAR1\u0015"),
          Signature.text("Avro", "Obj\u0001"),
          Signature.hex("UTF-32 text", "fffe0000"),
          Signature.hex("UTF-32 text", "0000feff"),
          Signature.hex("UTF-16 text", "fffe"),
          Signature.hex("UTF-16 text", "feff"));

  /** The first bytes of bzip2 have a digit among them, and then one of two numbers. */
  private static final List<byte[]> BZIP2_BLOCKS =
      List.of(HexFormat.of().parseHex("314159265359"), HexFormat.of().parseHex("177245385090"));

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
        .findFirst()
        .or(() -> isBzip2(first) ? Optional.of("bzip2") : Optional.empty())
        .or(() -> hasEverySecondByteZero(first) ? Optional.of("UTF-16 text") : Optional.empty());
  }

  private static boolean isBzip2(byte[] first) {
    int blockAt = "BZh9".length();
    return first.length >= blockAt + BZIP2_BLOCKS.getFirst().length
        && new String(first, 0, 3, StandardCharsets.ISO_8859_1).equals("BZh")
        && BZIP2_BLOCKS.stream()
            .anyMatch(
                block ->
                    Arrays.equals(first, blockAt, blockAt + block.length, block, 0, block.length));
  }

  /** UTF-16 without a mark: zeros alternate with characters of ASCII. Zeros alone are a hole. */
  private static boolean hasEverySecondByteZero(byte[] first) {
    if (first.length < 4) {
      return false;
    }
    int zeros = first[0] == 0 ? 0 : 1;
    for (int i = 0; i < 4; i++) {
      if ((first[i] == 0) != (i % 2 == zeros)) {
        return false;
      }
    }
    return true;
  }
}
