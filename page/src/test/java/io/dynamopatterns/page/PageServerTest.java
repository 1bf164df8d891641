package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards of the page's server, by requests that no browser would write. */
class PageServerTest {
  private static final Pattern TOKEN =
      Pattern.compile("<meta name=\"fleet-token\" content=\"([0-9a-f]{48})\">");

  private final FakeOperations operations = new FakeOperations();
  private PageServer server;
  private int port;
  private String token;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start(0, FakeActivity.small(), operations);
    port = server.uri().getPort();
    Matcher found = TOKEN.matcher(get("/"));
    assertThat(found.find()).isTrue();
    token = found.group(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theServerListensOnTheLoopbackAddressAlone() throws IOException {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          assertThat(accepts(address)).as(address.toString()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attacker.example", "attacker.example:%d", "127.0.0.1:1", "127.0.0.1"})
  void aRequestForAnotherHostIsRefusedSoThatNoNameCanBeBoundToThisAddress(String host)
      throws IOException {
    String named = host.formatted(port);
    assertThat(send("GET /api/deployment HTTP/1.1", "Host: " + named, ""))
        .startsWith("HTTP/1.1 403");
    assertThat(send("GET / HTTP/1.1", "Host: " + named, "")).doesNotContain(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://attacker.example", "null", "https://127.0.0.1:%d", "http://127.0.0.1:1"})
  void aRequestOfAnotherOriginIsRefusedEvenWithTheToken(String origin) throws IOException {
    String answer =
        post(
            "/api/operations/echo",
            "{}",
            "Origin: " + origin.formatted(port),
            "X-Fleet-Token: " + token);
    assertThat(answer).startsWith("HTTP/1.1 403").contains("Origin");
    assertThat(operations.calls).isEmpty();
  }

  @Test
  void theOwnOriginMayWriteWithTheToken() throws IOException {
    String answer =
        post(
            "/api/operations/echo",
            "{\"a\":1}",
            "Origin: http://127.0.0.1:" + port,
            "X-Fleet-Token: " + token);
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X-Fleet-Token: ", "X-Fleet-Token: 0123456789abcdef"})
  void aRequestWithoutTheTokenOfThisStartIsRefused(String header) throws IOException {
    for (String path :
        List.of("/api/operations/echo", "/api/nodes/payload", "/api/nodes/environment")) {
      assertThat(post(path, "{}", header)).startsWith("HTTP/1.1 403").contains("token");
    }
    assertThat(operations.calls).isEmpty();
  }

  @Test
  void eachStartHasItsOwnToken() throws IOException {
    try (PageServer other = PageServer.start(0, FakeActivity.small(), operations)) {
      int own = port;
      port = other.uri().getPort();
      assertThat(get("/")).doesNotContain(token);
      port = own;
    }
  }

  @Test
  void thePolicyAllowsNoInlineScriptAndNoOtherSourceAndNoHtmlMadeOfText() throws IOException {
    for (String path : List.of("/", "/app/main.js", "/style.css", "/api/deployment", "/missing")) {
      assertThat(get(path))
          .contains("script-src 'self';", "default-src 'none'", "frame-ancestors 'none'")
          .contains("require-trusted-types-for 'script'; trusted-types 'none'")
          .doesNotContain("unsafe-inline", "unsafe-eval")
          .containsIgnoringCase("X-Content-Type-Options: nosniff")
          .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
          .containsIgnoringCase("Cache-Control: no-store");
    }
    assertThat(get("/")).doesNotContainPattern("<script(?![^>]* src=)").doesNotContain("style=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/../index.html",
        "/app/..%2findex.html",
        "/app/.%2e/vendor/dagre-3.1.3.min.js",
        "//etc/passwd",
        "/app/main.js.map",
        "/index.html"
      })
  void noPathLeadsOutOfThePagesOwnFiles(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 404");
  }

  @Test
  void anOperationsMessageReachesThePageWithItsStatus() throws IOException {
    operations.fails = new TaskException(TaskException.Reason.CONFLICT, "changed <b>meanwhile</b>");
    assertThat(post("/api/operations/echo", "{}", "X-Fleet-Token: " + token))
        .startsWith("HTTP/1.1 409")
        .endsWith("{\"error\":\"changed <b>meanwhile</b>\"}")
        .containsIgnoringCase("Content-Type: application/json");
    assertThat(post("/api/operations/none", "{}", "X-Fleet-Token: " + token))
        .startsWith("HTTP/1.1 404")
        .contains("no operation 'none'");
  }

  @Test
  void aRequestLargerThanAMegabyteIsRefused() throws IOException {
    assertThat(post("/api/operations/echo", "x".repeat((1 << 20) + 1), "X-Fleet-Token: " + token))
        .startsWith("HTTP/1.1 413");
    assertThat(operations.calls).isEmpty();
  }

  private String get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port, "");
  }

  private String post(String path, String body, String... headers) throws IOException {
    String given = String.join("\r\n", headers);
    return send(
        "POST " + path + " HTTP/1.1",
        "Host: 127.0.0.1:%d\r\nContent-Length: %d%s"
            .formatted(port, body.length(), given.isEmpty() ? "" : "\r\n" + given),
        body);
  }

  /** The whole answer, its head included. */
  private String send(String line, String headers, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String request = line + "\r\n" + headers + "\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean accepts(InetAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
