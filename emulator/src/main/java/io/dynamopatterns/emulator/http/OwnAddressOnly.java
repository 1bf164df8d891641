package io.dynamopatterns.emulator.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses what other sites' pages send from a browser on this machine, which reaches the loopback
 * address too. A site whose name resolves to 127.0.0.1 sends its own name as the host; to the
 * browser that site and this server have one origin, so the site may send any header.
 */
final class OwnAddressOnly extends Handler.Wrapper {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private final boolean takesOtherOrigins;

  /**
   * @param takesOtherOrigins whether pages of other origins may send requests, as far as a browser
   *     lets them
   */
  OwnAddressOnly(Handler handler, boolean takesOtherOrigins) {
    super(handler);
    this.takesOtherOrigins = takesOtherOrigins;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<String> refusal = refusal(request);
    return refusal.isEmpty()
        ? super.handle(request, response, callback)
        : HttpAnswer.of(403, "text/plain;charset=utf-8", refusal.get()).send(response, callback);
  }

  private Optional<String> refusal(Request request) {
    int port = Request.getLocalPort(request);
    String host = request.getHeaders().get(HttpHeader.HOST);
    String lowerCase = host == null ? "" : host.toLowerCase(Locale.ROOT);
    if (NAMES.stream().noneMatch(name -> lowerCase.equals(name + ":" + port))) {
      return Optional.of(
          "The host '%s' is not this server's: use http://127.0.0.1:%d, with the bucket in the path for S3"
              .formatted(host, port));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (!takesOtherOrigins && origin != null && !origin.equals("http://" + lowerCase)) {
      return Optional.of("A page of '%s' must not use this server".formatted(origin));
    }
    return Optional.empty();
  }
}
