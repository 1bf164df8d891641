package io.dynamopatterns.e2e.terraform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** moto's server on loopback: AWS for Terraform's real provider. */
final class Moto implements AutoCloseable {
  static final String PROGRAM = "moto_server";

  /** By service: the path, or else the target, of the request that lists what there is. */
  private static final Map<String, String> LISTINGS =
      new TreeMap<>(
          Map.of(
              "dynamodb", "DynamoDB_20120810.ListTables",
              "events", "AWSEvents.ListEventBuses",
              "iam", "/?Action=ListRoles&Version=2010-05-08",
              "kinesis", "Kinesis_20131202.ListStreams",
              "lambda", "/2015-03-31/functions/",
              "s3", "/",
              "scheduler", "/schedules",
              "sqs", "AmazonSQS.ListQueues"));

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final int port;
  private final Process process;

  /**
   * @param extensions the directory of {@code sitecustomize.py}, which lets moto keep what it would
   *     forget
   */
  Moto(Path extensions) throws IOException, InterruptedException {
    port = freePort();
    Path log = Files.createTempFile("moto", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(PROGRAM, "-H", "127.0.0.1", "-p", Integer.toString(port));
    builder.environment().put("PYTHONPATH", extensions.toString());
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Instant end = Instant.now().plus(START_LIMIT);
    while (!isListening()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        close();
        throw new AssertionError("moto did not start:\n" + Files.readString(log));
      }
      Thread.sleep(100);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The variables by which the provider, and the AWS CLI, find this server. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint().toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "testing",
        "AWS_SECRET_ACCESS_KEY", "testing");
  }

  /** The services that know something by a name with this prefix, of those that hold anything. */
  List<String> servicesThatKnow(String prefix) throws IOException, InterruptedException {
    List<String> services = new ArrayList<>();
    for (Map.Entry<String, String> listing : LISTINGS.entrySet()) {
      if (list(listing.getKey(), listing.getValue()).contains(prefix)) {
        services.add(listing.getKey());
      }
    }
    return services;
  }

  private String list(String service, String what) throws IOException, InterruptedException {
    return what.startsWith("/") ? get(service, what) : call(service, what, "{}");
  }

  /** Reads what a service that speaks REST has at a path. */
  String get(String service, String path) throws IOException, InterruptedException {
    return send(request(service, path).build()).body();
  }

  /**
   * Sends a request of a service that speaks JSON.
   *
   * @param target such as {@code DynamoDB_20120810.CreateTable}
   */
  String call(String service, String target, String json) throws IOException, InterruptedException {
    return send(request(service, "/")
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build())
        .body();
  }

  /** Makes a bucket that keeps the versions of its objects. */
  void createBucket(String bucket) throws IOException, InterruptedException {
    send(request("s3", "/" + bucket).PUT(HttpRequest.BodyPublishers.noBody()).build());
    String versioning =
        "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    send(
        request("s3", "/" + bucket + "?versioning")
            .PUT(HttpRequest.BodyPublishers.ofString(versioning))
            .build());
  }

  /**
   * Puts an object into such a bucket.
   *
   * @return the version's id
   */
  String putObject(String bucket, String key, String content)
      throws IOException, InterruptedException {
    return send(request("s3", "/" + bucket + "/" + key)
            .PUT(HttpRequest.BodyPublishers.ofString(content))
            .build())
        .headers()
        .firstValue("x-amz-version-id")
        .orElseThrow();
  }

  /** moto distinguishes services by the scope of the signature, which it does not check. */
  private HttpRequest.Builder request(String service, String path) {
    return HttpRequest.newBuilder(endpoint().resolve(path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/%s/aws4_request,"
                    .formatted(service)
                + " SignedHeaders=host, Signature=none");
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("moto refused %s: %s".formatted(request, answer.body()));
      }
      return answer;
    }
  }

  private boolean isListening() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
