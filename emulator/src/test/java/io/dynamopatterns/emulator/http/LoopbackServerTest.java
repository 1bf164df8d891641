package io.dynamopatterns.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {
  private final LoopbackServer server = new LoopbackServer("test", new Answers());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSiteWhoseNameResolvesToThisMachineGetsNoAnswer() throws Exception {
    for (URI port : new URI[] {server.endpoint(), server.open().uri()}) {
      for (String host :
          new String[] {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example"}) {
        assertThat(answer(port, "Host: " + host + ":" + port.getPort()))
            .contains(" 403 ", "The host '" + host, "use http://127.0.0.1:" + port.getPort())
            .doesNotContain("answered");
      }
      assertThat(answer(port, "Host: 127.0.0.1:1")).contains(" 403 ");
      assertThat(answer(port, "Host: localhost")).contains(" 403 ");
    }
  }

  @Test
  void aCallerThatUsesAnAddressOfThisMachineIsAnswered() throws Exception {
    for (URI port : new URI[] {server.endpoint(), server.open().uri()}) {
      for (String host : new String[] {"127.0.0.1", "localhost", "LocalHost", "[::1]"}) {
        assertThat(answer(port, "Host: " + host + ":" + port.getPort()))
            .contains(" 200 ", "answered");
      }
    }
  }

  @Test
  void aPageOfAnotherOriginIsRefusedWhereItIsNotInvited() throws Exception {
    URI port = server.endpoint();
    String host = "Host: " + port.getAuthority();

    assertThat(answer(port, host, "Origin: https://evil.example"))
        .contains(" 403 ", "https://evil.example");
    assertThat(answer(port, host, "Origin: null")).contains(" 403 ");
    assertThat(answer(port, host, "Origin: " + port)).contains(" 200 ");

    try (LoopbackServer open = new LoopbackServer("open", 0, new Answers(), true)) {
      assertThat(
              answer(
                  open.endpoint(),
                  "Host: " + open.endpoint().getAuthority(),
                  "Origin: http://localhost:3000"))
          .contains(" 200 ");
      assertThat(answer(open.endpoint(), "Host: evil.example:" + open.endpoint().getPort()))
          .contains(" 403 ");
    }
  }

  /** As a browser sends it; Java's client sets no host. */
  private static String answer(URI server, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
      String request =
          "POST / HTTP/1.1\r\n"
              + String.join("\r\n", headers)
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(200);
      response.write(
          true, ByteBuffer.wrap("answered".getBytes(StandardCharsets.US_ASCII)), callback);
      return true;
    }
  }
}
