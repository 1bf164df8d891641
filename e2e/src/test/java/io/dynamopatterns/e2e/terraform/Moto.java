package io.dynamopatterns.e2e.terraform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** moto's server on loopback: AWS for Terraform's real provider. */
final class Moto implements AutoCloseable {
  static final String PROGRAM = "moto_server";
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

  /** The variables by which the provider, and the AWS CLI, find this server. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "testing",
        "AWS_SECRET_ACCESS_KEY", "testing");
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
