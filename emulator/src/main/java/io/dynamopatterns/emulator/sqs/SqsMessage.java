package io.dynamopatterns.emulator.sqs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A message as its receiver sees it.
 *
 * @param receiptHandle of this receipt; empty when the message was only looked at
 * @param sent when it came into the queue
 * @param receives how often it was received, this time included
 * @param attributes all that SQS adds, by SQS's names
 */
public record SqsMessage(
    String id,
    String receiptHandle,
    String body,
    Optional<String> groupId,
    Instant sent,
    int receives,
    Map<String, String> attributes) {

  public String md5() {
    return md5(body);
  }

  static String md5(String text) {
    return digest("MD5", text);
  }

  static String sha256(String text) {
    return digest("SHA-256", text);
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
