package io.dynamopatterns.common.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a page ended, as opaque text. A cursor goes with what was asked, its scope; with another
 * scope, or when a character of it was changed, it is none.
 */
public final class PageCursor {
  /** What a request may put into its field {@code next}. */
  public static final String ALLOWED =
      "must be the value of 'next' in an answer to this same request, unchanged";

  private static final byte VERSION = 1;
  private static final int MAC_BYTES = 12;
  private static final int HEAD_BYTES = 1 + MAC_BYTES;
  private static final String ALGORITHM = "HmacSHA256";

  private static final PageCursor CHECKED =
      new PageCursor("io.dynamopatterns".getBytes(StandardCharsets.UTF_8));

  private final SecretKeySpec key;

  private PageCursor(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Cursors that tell mistakes. Any caller that knows this code can make one, so they may grant
   * nothing that a request without a cursor does not.
   */
  public static PageCursor checked() {
    return CHECKED;
  }

  /**
   * Cursors that cannot be made or changed without the secret.
   *
   * @param secret random bytes, 32 of them or more
   */
  public static PageCursor signed(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a secret must have 32 bytes or more");
    }
    return new PageCursor(secret);
  }

  /**
   * @param scope all of the request that the cursor belongs to
   * @param position where the page ended
   */
  public String encode(String scope, String position) {
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + text.length);
    bytes.put(VERSION).put(mac(scope, text)).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Where the page ended, or empty if this is not a cursor of this scope. */
  public Optional<String> decode(String cursor, String scope) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length < HEAD_BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    String position = new String(text, StandardCharsets.UTF_8);
    byte[] made = encode(scope, position).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(made, cursor.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(position)
        : Optional.empty();
  }

  private byte[] mac(String scope, byte[] position) {
    byte[] scopeBytes = scope.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // The length first: no part of a scope can pass for a part of a position.
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(scopeBytes.length).array());
      mac.update(scopeBytes);
      return Arrays.copyOf(mac.doFinal(position), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
