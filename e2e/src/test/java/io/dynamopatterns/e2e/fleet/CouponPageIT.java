package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.url.DevelopmentToken;
import io.dynamopatterns.emulator.url.StaticFiles;
import io.dynamopatterns.local.example.Example;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page of the coupon app before its functions, in a real browser. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class CouponPageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT =
      "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

  @TempDir static Path directory;

  private static Workspace workspace;
  private static Fleet fleet;
  private static URI app;

  /** The functions alone: nothing follows from a redemption here. */
  @BeforeAll
  static void start() throws Exception {
    FleetState recorded = FleetState.recorded(Example.COUPONS.state(), List.of());
    FleetState state =
        new FleetState(
            recorded.tables(),
            List.of(),
            recorded.functions().stream()
                .filter(function -> function.jarName().equals("coupons-fn.jar"))
                .toList(),
            List.of(),
            List.of(),
            List.of(),
            recorded.buses(),
            List.of(),
            List.of(),
            recorded.httpApis(),
            Map.of(),
            Map.of());
    workspace = Workspace.fresh(directory);
    fleet = new Fleet(state, Project.root(), workspace);
    fleet.start();
    Path page = Project.root().resolve(Example.COUPONS.page());
    app = fleet.openHttpApis(0, Optional.of(new StaticFiles(page))).values().iterator().next();
  }

  @AfterAll
  static void stop() throws IOException {
    fleet.close();
    workspace.close();
  }

  @Test
  void aCouponIsListedAndRedeemedAndIsShownAsRedeemedAfterwards() throws Exception {
    create("Near", "Free espresso", 10.0, 5);
    create("Far", "Too far away", 10.2, 5);
    try (Tab tab = signedIn("ada", 10.0)) {
      tab.awaitText("Free espresso");
      assertThat(tab.text()).doesNotContain("Too far away");

      tab.press("Redeem");
      tab.awaitText("Show this in the shop.");
      tab.await("document.querySelectorAll('#mine li').length === 1");
      tab.go(app);
      tab.value(place(10.0));
      tab.await("document.querySelector('#coupons')?.textContent.includes('Redeemed ·')");
      assertThat(tab.count("#coupons button")).isZero();
      assertThat(tab.errors()).isEmpty();
      picture(tab);
    }
  }

  @Test
  void aSecondRedemptionASoldOutAndAnEndedPromotionAreSaidInWords() throws Exception {
    String twice = create("Twice", "Once each", 20.0, 5);
    String gone = create("Gone", "The last one", 20.0, 1);
    String over = create("Over", "Already over", 20.0, 5);
    try (Tab tab = signedIn("bob", 20.0)) {
      tab.await("document.querySelectorAll('#coupons li').length === 3");
      assertThat(redeem("bob", twice)).isEqualTo(201);
      assertThat(redeem("eve", gone)).isEqualTo(201);
      end(over);

      for (Map.Entry<String, String> expected :
          Map.of(
                  twice, "You have redeemed this coupon already.",
                  gone, "Sold out: no coupon is left.",
                  over, "This promotion has ended.")
              .entrySet()) {
        String card = "[data-coupon='" + expected.getKey() + "']";
        tab.click(card + " button");
        tab.await(
            "document.querySelector(%s)?.textContent === %s"
                .formatted(Tab.quoted(card + " .note"), Tab.quoted(expected.getValue())));
        assertThat(tab.count(card + " button")).isZero();
      }
    }
  }

  @Test
  void aRequestWhoseAnswerIsLostIsRepeatedWithItsKeyAndRedeemsNothingTwice() throws Exception {
    String coupon = create("Lost", "Answer on the way", 30.0, 5);
    try (Tab tab = signedIn("cyd", 30.0)) {
      tab.awaitText("Answer on the way");
      tab.value(
          """
          (() => {
            const real = window.fetch;
            window.fetch = async (path, options) => {
              const answer = await real(path, options);
              if (options?.method === 'POST') {
                window.fetch = real;
                throw new TypeError('lost');
              }
              return answer;
            };
          })()
          """);
      tab.press("Redeem");
      tab.awaitText("Trying again is safe.");
      tab.press("Try again");
      tab.awaitText("Show this in the shop.");
      assertThat(totals(coupon).path("redeemed").asInt()).isEqualTo(1);
    }
  }

  /**
   * The sign-in ends between the request whose answer is lost and the one that repeats it. The
   * first does not arrive here, because a redemption that is stored is listed after the sign-in.
   */
  @Test
  void aRequestIsRepeatedWithItsKeyAlsoAfterANewSignIn() throws Exception {
    create("Later", "After a new sign-in", 35.0, 5);
    try (Tab tab = signedIn("hal", 35.0)) {
      tab.awaitText("After a new sign-in");
      tab.value(
          """
          (() => {
            const real = window.fetch;
            window.keys = [];
            window.fetch = async (path, options) => {
              if (options?.method !== 'POST') {
                return real(path, options);
              }
              window.keys.push(options.headers['Idempotency-Key']);
              if (window.keys.length === 1) {
                throw new TypeError('lost');
              }
              return window.keys.length === 2
                ? new Response('{"detail":"expired"}', {status: 401})
                : real(path, options);
            };
          })()
          """);
      tab.press("Redeem");
      tab.awaitText("Trying again is safe.");
      tab.press("Try again");
      signIn(tab, "hal", 35.0);
      tab.awaitText("After a new sign-in");
      tab.press("Redeem");
      tab.awaitText("Show this in the shop.");
      assertThat(tab.value("window.keys.length").asInt()).isEqualTo(3);
      assertThat(tab.value("window.keys[2]").asText())
          .isEqualTo(tab.value("window.keys[1]").asText())
          .isEqualTo(tab.value("window.keys[0]").asText());
    }
  }

  /** A list that came earlier would offer what is redeemed, and be replaced under a press. */
  @Test
  void noListIsAskedForBeforeWhatThePersonHasRedeemedIsRead() throws Exception {
    create("Patient", "First things first", 59.0, 5);
    try (Tab tab = Chromium.open(app)) {
      tab.awaitElement("input[name=name]");
      tab.value("sessionStorage.clear()");
      tab.value(
          """
          (() => {
            const real = window.fetch;
            const held = new Promise((release) => { window.release = release; });
            window.lists = 0;
            window.fetch = async (path, options) => {
              if (String(path).includes('/coupons?')) {
                window.lists++;
              } else if (String(path).includes('/redemptions')) {
                await held;
              }
              return real(path, options);
            };
          })()
          """);
      signIn(tab, "lea", 59.0);
      assertThat(tab.value("window.lists").asInt()).isZero();
      tab.value("window.release()");
      tab.awaitText("First things first");
      assertThat(tab.value("window.lists").asInt()).isEqualTo(1);
    }
  }

  /** Without an earlier request nothing is unknown: a Region that only reads stores nothing. */
  @Test
  void whereCouponsAreOnlyShownAPersonIsAskedToTryLater() throws Exception {
    create("Elsewhere", "Written elsewhere", 55.0, 5);
    try (Tab tab = signedIn("jan", 55.0)) {
      tab.awaitText("Written elsewhere");
      tab.value(
          """
          (() => {
            const real = window.fetch;
            window.fetch = async (path, options) => {
              if (options?.method !== 'POST') {
                return real(path, options);
              }
              window.fetch = real;
              return new Response('{"code":"READ_ONLY_REGION","detail":"nothing was stored"}', {status: 503});
            };
          })()
          """);
      tab.press("Redeem");
      tab.awaitText("Try again later.");
      assertThat(tab.text()).doesNotContain("unknown");
      tab.press("Try again");
      tab.awaitText("Show this in the shop.");
    }
  }

  /** The answer is lost, then the Region that writes moves, and has not sent its writes here. */
  @Test
  void whereCouponsAreOnlyShownItStaysUnknownWhatALostRequestDid() throws Exception {
    String coupon = create("Moved", "Region moved", 57.0, 5);
    try (Tab tab = signedIn("kai", 57.0)) {
      tab.awaitText("Region moved");
      tab.value(
          """
          (() => {
            const real = window.fetch;
            let posts = 0;
            window.fetch = async (path, options) => {
              if (options?.method !== 'POST') {
                return real(path, options);
              }
              if (++posts === 1) {
                await real(path, options);
                throw new TypeError('lost');
              }
              return posts === 2
                ? new Response('{"code":"READ_ONLY_REGION"}', {status: 503})
                : real(path, options);
            };
          })()
          """);
      tab.press("Redeem");
      tab.awaitText("Trying again is safe.");
      tab.press("Try again");
      tab.awaitText("cannot be redeemed here at the moment. It is unknown whether");
      tab.press("Try again");
      tab.awaitText("Show this in the shop.");
      assertThat(totals(coupon).path("redeemed").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aPromotionThatHasNotStartedSaysWhenAndOffersNothing() throws Exception {
    Instant start = Instant.now().plus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    create("Soon", "Not yet", 45.0, 5, Optional.of(start));
    try (Tab tab = signedIn("ivy", 45.0)) {
      tab.awaitText("Not yet");
      assertThat(tab.count("#coupons button")).isZero();
      assertThat(
              tab.value("document.querySelector('#coupons li > div + div time').dateTime").asText())
          .startsWith(start.toString().replace("Z", ""));
      assertThat(tab.text("#coupons li")).contains("From");
    }
  }

  @Test
  void whatAShopWritesIsTextAndFitsAPhoneInLightAndDark() throws Exception {
    create(SCRIPT, SCRIPT + "k".repeat(60), 40.0, 5);
    try (Tab tab = signedIn("<b>dan</b>", 40.0)) {
      tab.size(360, 740);
      tab.awaitText("onerror=");
      assertThat(tab.text()).contains("<b>dan</b>");
      assertThat(tab.value("typeof window.hacked").asText()).isEqualTo("undefined");
      assertThat(tab.count("main img, main script, header b")).isZero();
      for (String scheme : List.of("light", "dark")) {
        tab.prefers(scheme);
        tab.await("document.documentElement.scrollWidth <= window.innerWidth");
        assertThat(tab.value("getComputedStyle(document.body).backgroundColor").asText())
            .isEqualTo(scheme.equals("light") ? "rgb(246, 247, 246)" : "rgb(20, 24, 22)");
      }
      tab.press("Redeem");
      tab.awaitText("Show this in the shop.");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void theBrowserRefusesToMakeHtmlOfTextOnThePage() {
    try (Tab tab = Chromium.open(app)) {
      tab.awaitElement("form");
      assertThat(refusal(tab, "document.body.innerHTML = '<b>x</b>'")).contains("TypeError");
    }
  }

  @Test
  void thePageIsUsedByKeyboardAloneAndSaysWhatHappens() throws Exception {
    create("Keys", "By keyboard", 50.0, 5);
    try (Tab tab = signedIn("fay", 50.0)) {
      tab.awaitText("By keyboard");
      assertThat(tab.value("document.querySelector('#coupons button').ariaLabel").asText())
          .isEqualTo("Redeem: By keyboard, Keys");
      tab.value("document.querySelector('#coupons button').focus()");
      tab.key("Enter");
      tab.await("document.activeElement.className.startsWith('note')");
      assertThat(tab.text("[role=status]")).contains("Show this in the shop.");
      assertThat(
              tab.value("[...document.querySelectorAll('input')].every(i => i.closest('label'))")
                  .asBoolean())
          .isTrue();
    }
  }

  /** As Cognito's page does it: back with a code, for which the page's verifier gets the token. */
  @Test
  void signInByCognitoTakesTheCodeOfThisRequestAndProvesItWithTheVerifier() throws Exception {
    Map<String, String> challenges = new ConcurrentHashMap<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI site = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Path files = Project.root().resolve(Example.COUPONS.page());
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          Path file = files.resolve(path.equals("/") ? "index.html" : path.substring(1));
          byte[] content =
              path.equals("/config.json")
                  ? "{\"signIn\":{\"domain\":\"%s\",\"clientId\":\"c1\"}}"
                      .formatted(site)
                      .getBytes()
                  : Files.isRegularFile(file) ? Files.readAllBytes(file) : "{}".getBytes();
          exchange
              .getResponseHeaders()
              .add("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.createContext(
        "/oauth2/authorize",
        exchange -> {
          Map<String, String> query = fields(exchange.getRequestURI().getRawQuery());
          challenges.put("code1", query.get("code_challenge"));
          exchange
              .getResponseHeaders()
              .add(
                  "Location",
                  "%s?code=code1&state=%s"
                      .formatted(query.get("redirect_uri"), query.get("state")));
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/oauth2/token",
        exchange -> {
          Map<String, String> form =
              fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean proven =
              form.get("client_id").equals("c1")
                  && challenge(form.get("code_verifier")).equals(challenges.get(form.get("code")));
          byte[] answer =
              "{\"access_token\":\"%s\"}"
                  .formatted(
                      DevelopmentToken.of(
                          JSON.createObjectNode().put("sub", "s").put("username", "gil")))
                  .getBytes();
          exchange.sendResponseHeaders(proven ? 200 : 400, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try (Tab tab = Chromium.open(site)) {
      tab.press("Sign in");
      tab.await("document.querySelector('header span')?.textContent === 'gil'");
      assertThat(tab.value("location.search").asText()).isEmpty();
      assertThat(tab.value("sessionStorage.getItem('verifier')").isNull()).isTrue();

      tab.value("sessionStorage.clear()");
      tab.go(site.resolve("/?code=code1&state=anothers"));
      tab.awaitText("the answer belongs to another request");
      assertThat(tab.value("sessionStorage.getItem('token')").isNull()).isTrue();
    } finally {
      server.stop(0);
    }
  }

  private static Map<String, String> fields(String text) {
    return Stream.of(text.split("&"))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String refusal(Tab tab, String script) {
    return tab.value(
            "(() => { try { %s; return ''; } catch (e) { return String(e); } })()"
                .formatted(script))
        .asText();
  }

  /** A tab of a person who has signed in and looks at a place on the equator. */
  private static Tab signedIn(String name, double lon) {
    Tab tab = Chromium.open(app);
    tab.awaitElement("input[name=name]");
    tab.value("sessionStorage.clear()");
    signIn(tab, name, lon);
    return tab;
  }

  private static void signIn(Tab tab, String name, double lon) {
    tab.awaitElement("input[name=name]");
    tab.fill("input[name=name]", name);
    tab.press("Sign in");
    tab.awaitElement("input[name=lat]");
    tab.value(place(lon));
  }

  private static String place(double lon) {
    return """
    new Promise((found) => {
      const look = () => {
        const form = document.querySelector('main form');
        if (form?.lat === undefined) {
          return setTimeout(look, 20);
        }
        form.lat.value = 0;
        form.lon.value = %s;
        form.requestSubmit();
        found();
      };
      look();
    })
    """
        .formatted(lon);
  }

  private static String create(String shop, String title, double lon, int stock)
      throws IOException, InterruptedException {
    return create(shop, title, lon, stock, Optional.empty());
  }

  private static String create(
      String shop, String title, double lon, int stock, Optional<Instant> start)
      throws IOException, InterruptedException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("shop", shop)
            .put("title", title)
            .put("lat", 0)
            .put("lon", lon)
            .put("stock", stock)
            .put("shards", 1)
            .put(
                "endsAt",
                Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString());
    start.ifPresent(time -> body.put("startsAt", time.toString()));
    HttpResponse<String> created = send("admin", "POST", "/api/promotions", body.toString());
    assertThat(created.statusCode()).as(created.body() + failures()).isEqualTo(201);
    return JSON.readTree(created.body()).path("couponId").asText();
  }

  private static List<String> failures() {
    return fleet.functions().stream().flatMap(f -> f.lastFailure().stream()).toList();
  }

  private static void end(String coupon) throws IOException, InterruptedException {
    assertThat(send("admin", "POST", "/api/promotions/" + coupon + "/end", "").statusCode())
        .isEqualTo(200);
  }

  private static JsonNode totals(String coupon) throws IOException, InterruptedException {
    return JSON.readTree(send("admin", "GET", "/api/promotions/" + coupon, "").body());
  }

  private static int redeem(String user, String coupon) throws IOException, InterruptedException {
    return send(user, "POST", "/api/coupons/" + coupon + "/redemptions", "").statusCode();
  }

  private static HttpResponse<String> send(String user, String method, String path, String body)
      throws IOException, InterruptedException {
    ObjectNode claims = JSON.createObjectNode().put("sub", user);
    if (user.equals("admin")) {
      claims.putArray("cognito:groups").add("admins");
    }
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.resolve(path))
                .header("Authorization", "Bearer " + DevelopmentToken.of(claims))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** For the example's README. */
  private static void picture(Tab tab) {
    if (Boolean.getBoolean("page.screenshots")) {
      tab.size(800, 600);
      Path file = Project.root().resolve("docs/images/coupons.webp");
      tab.screenshot(file);
      assertThat(file.toFile().length()).isLessThan(200_000);
    }
  }
}
