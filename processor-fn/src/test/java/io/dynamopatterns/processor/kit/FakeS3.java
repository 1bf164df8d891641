package io.dynamopatterns.processor.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** As much of S3 as a reader needs: HEAD and GET with ranges, ETags and If-Match. */
public final class FakeS3 implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private record Stored(byte[] content, String etag) {}

  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private final HttpServer server;

  public FakeS3() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.start();
  }

  public void put(String bucket, String key, byte[] content) {
    objects.put('/' + bucket + '/' + key, new Stored(content, '"' + etag(content) + '"'));
  }

  public void delete(String bucket, String key) {
    objects.remove('/' + bucket + '/' + key);
  }

  /** No one may read this bucket, or know what is in it, until it is allowed. */
  public void forbid(String bucket) {
    forbidden.add(bucket);
  }

  public void allow(String bucket) {
    forbidden.remove(bucket);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public S3Client client(SdkHttpClient http) {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .forcePathStyle(true)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  /** As S3 makes it of an object that was put with one request. */
  public static String etag(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Stored stored = objects.get(exchange.getRequestURI().getPath());
      if (forbidden.contains(exchange.getRequestURI().getPath().split("/")[1])) {
        error(exchange, 403, "AccessDenied");
        return;
      }
      if (stored == null) {
        error(exchange, 404, "NoSuchKey");
        return;
      }
      byte[] content = stored.content();
      String etag = stored.etag();
      String match = exchange.getRequestHeaders().getFirst("If-Match");
      if (match != null && !match.equals(etag)) {
        error(exchange, 412, "PreconditionFailed");
        return;
      }
      exchange.getResponseHeaders().set("ETag", etag);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      byte[] body = range == null ? content : range(content, range);
      exchange.sendResponseHeaders(range == null ? 200 : 206, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] range(byte[] content, String header) {
    Matcher range = RANGE.matcher(header);
    if (!range.matches()) {
      throw new IllegalArgumentException(header);
    }
    return Arrays.copyOfRange(
        content,
        Integer.parseInt(range.group(1)),
        Math.min(content.length, Integer.parseInt(range.group(2)) + 1));
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
