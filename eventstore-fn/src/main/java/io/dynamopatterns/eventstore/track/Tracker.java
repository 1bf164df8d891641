package io.dynamopatterns.eventstore.track;

import io.dynamopatterns.common.client.WriteRegionException;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Answers {@code GET /track.gif} with a transparent pixel once the request is an event of the
 * stream, and with 503 when it could not become one. No answer has anything of the request in it.
 */
public final class Tracker {
  /** The path of the pixel. */
  public static final String PATH = "/track.gif";

  /** What an event of a request may have. */
  static final int MAX_BYTES = 16 * 1024;

  /** A transparent GIF of one pixel, 43 bytes. */
  private static final String GIF = "R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";

  private final KinesisClient client;
  private final String stream;

  /**
   * @param client with timeouts that a browser waits for
   * @param stream the stream's name
   */
  public Tracker(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  /** Takes in one request. */
  public PixelAnswer track(PixelRequest request, Telemetry telemetry) {
    if (!PATH.equals(request.path())) {
      return text(404, "not found", Map.of());
    }
    if (!"GET".equals(request.method())) {
      return text(405, "method not allowed", Map.of("Allow", "GET"));
    }
    byte[] event = PixelEvent.json(request);
    if (event.length > MAX_BYTES) {
      telemetry.count("TooLarge", 1);
      return text(413, "request too large", Map.of());
    }
    try {
      client.putRecord(
          put ->
              put.streamName(stream)
                  .partitionKey(request.client())
                  .data(SdkBytes.fromByteArrayUnsafe(event)));
    } catch (SdkException | WriteRegionException e) {
      telemetry.count("NotTracked", 1);
      telemetry.error("request not tracked", e, "stream", stream);
      return text(503, "not tracked, try again later", Map.of("Retry-After", "1"));
    }
    telemetry.count("Tracked", 1);
    return new PixelAnswer(200, headers("image/gif", Map.of()), GIF, true);
  }

  private static PixelAnswer text(int status, String text, Map<String, String> more) {
    return new PixelAnswer(status, headers("text/plain", more), text, false);
  }

  private static Map<String, String> headers(String type, Map<String, String> more) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return headers;
  }
}
