package io.dynamopatterns.emulator.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpApiSpec SPEC =
      new HttpApiSpec(
          "shop",
          List.of(
              new HttpApiSpec.Route("$default", "rest", false),
              new HttpApiSpec.Route("ANY /api/orders/{proxy+}", "lines", false),
              new HttpApiSpec.Route("GET /api/orders/{id}", "order", true),
              new HttpApiSpec.Route("GET /api/orders/open", "open", false),
              new HttpApiSpec.Route("POST /api/orders", "create", true)));

  @TempDir Path directory;

  private final AtomicReference<String> event = new AtomicReference<>();
  private final AtomicReference<String> called = new AtomicReference<>("none");
  private HttpApi api;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("index.html"), "<!doctype html>");
    Files.writeString(directory.resolve("main.js"), "1;");
    Files.writeString(directory.resolve("secret.txt"), "no");
    api = start(SPEC);
  }

  private HttpApi start(HttpApiSpec spec) {
    return HttpApi.start(
        0,
        spec,
        name ->
            request -> {
              if (name.equals("broken")) {
                throw new InvocationException("it broke");
              }
              called.set(name);
              event.set(request);
              return "{\"statusCode\":204}";
            },
        Optional.of(new StaticFiles(directory)));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/orders/open, open",
    "GET, /api/orders/7/lines/1, lines",
    "PUT, /api/orders/7, lines",
    "GET, /elsewhere, rest",
    "GET, /api/orders, rest",
  })
  void theMostSpecificRouteThatMatchesIsTaken(String method, String path, String function)
      throws Exception {
    send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(called.get()).isEqualTo(function);
  }

  @Test
  void anEventHasTheRouteThePathsParametersAndTextAsItIs() throws Exception {
    send(
        request("/api/orders")
            .header("Authorization", "Bearer " + token("ada"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"ü\"}")));

    JsonNode json = JSON.readTree(event.get());
    assertThat(json.path("version").asText()).isEqualTo("2.0");
    assertThat(json.path("routeKey").asText()).isEqualTo("POST /api/orders");
    assertThat(json.at("/requestContext/routeKey").asText()).isEqualTo("POST /api/orders");
    assertThat(json.path("body").asText()).isEqualTo("{\"id\":\"ü\"}");
    assertThat(json.path("isBase64Encoded").asBoolean()).isFalse();
    assertThat(json.has("pathParameters")).isFalse();

    send(request("/api/orders/a%20b+c").header("Authorization", token("ada")).GET());
    assertThat(JSON.readTree(event.get()).at("/pathParameters/id").asText()).isEqualTo("a b+c");
  }

  @Test
  void theClaimsOfATokenOfDevelopmentArriveAsTheJwtAuthorizerGivesThem() throws Exception {
    ObjectNode claims = JSON.createObjectNode().put("sub", "ada").put("exp", 4_000_000_000L);
    claims.putArray("cognito:groups").add("admins").add("staff");

    send(request("/api/orders/7").header("Authorization", DevelopmentToken.of(claims)).GET());

    JsonNode given = JSON.readTree(event.get()).at("/requestContext/authorizer/jwt/claims");
    assertThat(given)
        .isEqualTo(
            JSON.readTree(
                "{\"sub\":\"ada\",\"exp\":\"4000000000\",\"cognito:groups\":\"[admins staff]\"}"));
  }

  @Test
  void aRouteWithAnAuthorizerIsRefusedWithoutATokenThatHolds() throws Exception {
    String signed = token("ada") + "c2lnbmF0dXJl";
    String otherAlgorithm =
        encoded("{\"alg\":\"RS256\"}") + "." + encoded("{\"sub\":\"ada\"}") + ".";
    String over =
        DevelopmentToken.of(
            JSON.createObjectNode().put("sub", "ada").put("exp", Instant.now().getEpochSecond()));
    String nameless = DevelopmentToken.of(JSON.createObjectNode().put("name", "ada"));

    for (String refused : List.of("x", "a.b.c", signed, otherAlgorithm, over, nameless)) {
      HttpResponse<String> response =
          send(request("/api/orders/7").header("Authorization", "Bearer " + refused).GET());

      assertThat(response.statusCode()).as(refused).isEqualTo(401);
      assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }
    assertThat(send(request("/api/orders/7").GET()).statusCode()).isEqualTo(401);
    assertThat(called.get()).isEqualTo("none");
  }

  @Test
  void aRouteWithoutAnAuthorizerHandsNoClaimsOver() throws Exception {
    send(request("/api/orders/open").header("Authorization", "Bearer " + token("ada")).GET());

    assertThat(JSON.readTree(event.get()).at("/requestContext/authorizer").isMissingNode())
        .isTrue();
  }

  @Test
  void aFunctionThatFailsIsAnsweredAsByApiGatewayWithoutTheReason() throws Exception {
    try (HttpApi broken =
        start(new HttpApiSpec("shop", List.of(new HttpApiSpec.Route("GET /x", "broken", false))))) {
      HttpResponse<String> response =
          send(HttpRequest.newBuilder(broken.endpoint().resolve("/x")).GET());

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }
  }

  @Test
  void whatNoRouteMatchesIsAFileOfThePageWithItsTypeAndPolicyOrIsNotFound() throws Exception {
    try (HttpApi page = start(new HttpApiSpec("shop", List.of()))) {
      HttpResponse<String> document = get(page, "/");
      assertThat(document.body()).isEqualTo("<!doctype html>");
      assertThat(document.headers().firstValue("content-security-policy"))
          .hasValue(String.join("; ", StaticFiles.CONTENT_SECURITY_POLICY));
      assertThat(document.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(get(page, "/main.js").headers().firstValue("content-type").orElseThrow())
          .startsWith("text/javascript");
      assertThat(get(page, "/config.json").body()).contains("development");
      for (String path :
          List.of("/secret.txt", "/none.js", "/..%2findex.html", "/app/", "/.x.js")) {
        assertThat(get(page, path).statusCode()).as(path).isIn(400, 404);
      }
    }
  }

  /** A site whose name resolves to this machine would have the page's origin. */
  @Test
  void aRequestForTheHostOfAnotherSiteIsRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", api.endpoint().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
    HttpResponse<String> otherOrigin =
        send(request("/api/orders/open").header("Origin", "http://evil.example").GET());
    assertThat(otherOrigin.statusCode()).isEqualTo(403);
  }

  private static String token(String user) {
    return DevelopmentToken.of(JSON.createObjectNode().put("sub", user));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.endpoint().resolve(path));
  }

  private static HttpResponse<String> get(HttpApi from, String path) throws Exception {
    return send(HttpRequest.newBuilder(from.endpoint().resolve(path)).GET());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
