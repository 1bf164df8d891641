package io.dynamopatterns.emulator.api;

import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.RestRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The content of a body that an SDK sent in chunks with their signatures.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature
 *     calculations for chunked uploads</a>
 */
final class AwsChunks {
  private AwsChunks() {}

  static byte[] decode(RestRequest request) {
    boolean chunked =
        request.header("x-amz-content-sha256").filter(h -> h.startsWith("STREAMING-")).isPresent();
    return chunked ? decode(request.body()) : request.body();
  }

  private static byte[] decode(byte[] body) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(body.length);
    int at = 0;
    while (true) {
      int end = at;
      while (end < body.length && body[end] != '\r') {
        end++;
      }
      String header = new String(body, at, end - at, StandardCharsets.US_ASCII);
      int size = size(header.split(";")[0]);
      int begin = end + 2;
      if (size == 0) {
        return content.toByteArray();
      }
      if (begin + size > body.length) {
        throw incomplete();
      }
      content.write(body, begin, size);
      at = begin + size + 2;
    }
  }

  private static int size(String hex) {
    try {
      return Integer.parseUnsignedInt(hex, 16);
    } catch (NumberFormatException e) {
      throw incomplete();
    }
  }

  private static ApiException incomplete() {
    return new ApiException(400, "IncompleteBody", "The chunks of the body are not complete");
  }
}
