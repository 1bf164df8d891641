package io.dynamopatterns.examples.coupons.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.examples.coupons.kit.Answer;
import io.dynamopatterns.examples.coupons.kit.Calls;
import io.dynamopatterns.examples.coupons.kit.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class RoutesTest {
  private final Routes routes =
      new Routes()
          .add("GET", "/api/coupons", (request, call) -> caller(request))
          .add("POST", "/api/coupons/*/redemptions", (request, call) -> redemption(request));

  private static ApiAnswer caller(ApiRequest request) {
    return ApiAnswer.ok(
        json -> {
          json.writeStringField("user", request.caller().user());
          json.writeBooleanField("admin", request.caller().isAdmin());
        });
  }

  private static ApiAnswer redemption(ApiRequest request) {
    Fields body = request.body();
    String till = body.text("till");
    body.refuseOthers();
    return ApiAnswer.created(
        json -> {
          json.writeStringField("coupon", request.part(3));
          json.writeStringField("key", request.idempotencyKey());
          json.writeStringField("till", till);
        });
  }

  private Answer ask(Request request) {
    return Answer.of(routes.answer(request.event(), Calls.call()));
  }

  @Test
  void aRequestIsAnsweredForTheUserOfItsVerifiedClaims() {
    Answer answer = ask(Request.get("/api/coupons").user("ann"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("user")).isEqualTo("ann");
    assertThat(answer.json().get("admin").asBoolean()).isFalse();
  }

  /** Neither a token nor a header makes a user: only what API Gateway puts beside the request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJraW0iLCJjb2duaXRvOmdyb3VwcyI6WyJhZG1pbnMiXX0.",
        "Bearer local.kim.admins",
        "Basic a2ltOmtpbQ=="
      })
  void aRequestWithoutVerifiedClaimsIsRefusedWhateverItsHeadersSay(String authorization) {
    Answer answer =
        ask(
            Request.get("/api/coupons")
                .header("authorization", authorization)
                .header("sub", "kim")
                .header("cognito:groups", "[admins]"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void claimsWithoutASubjectAreNoUser() {
    assertThat(ask(Request.get("/api/coupons").claims(Map.of())).status()).isEqualTo(401);
    assertThat(ask(Request.get("/api/coupons").user("")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "[admins], true",
    "[staff admins], true",
    "admins, false",
    "[administrators], false",
    "'[staff,admins]', false",
    "[], false"
  })
  void onlyTheGroupItselfMakesAnAdmin(String groups, boolean admin) {
    Answer answer =
        ask(Request.get("/api/coupons").claims(Map.of("sub", "kim", "cognito:groups", groups)));

    assertThat(answer.json().get("admin").asBoolean()).isEqualTo(admin);
  }

  @Test
  void whatIsNotThereIsSaidTheSameWayByEveryRoute() {
    assertThat(ask(Request.get("/api/nothing").user("ann")).code()).isEqualTo("NOT_FOUND");
    assertThat(ask(Request.get("/api/coupons/").user("ann")).code()).isEqualTo("NOT_FOUND");
    Answer wrongMethod = ask(Request.of("DELETE", "/api/coupons").user("ann"));
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.text("detail")).contains("GET");
  }

  @Test
  void aBodyIsReadStrictly() {
    Request request = Request.post("/api/coupons/c1/redemptions").user("ann").key("k-1");

    Answer answer = ask(request.body("{\"till\":\"7\"}"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("coupon") + answer.text("key") + answer.text("till"))
        .isEqualTo("c1k-17");
    for (String wrong :
        new String[] {
          "",
          "[]",
          "{",
          "{\"till\":\"7\"} {}",
          "{\"till\":\"7\",\"till\":\"8\"}",
          "{\"till\":{}}",
          "{\"till\":\"7\",\"other\":1}"
        }) {
      assertThat(ask(request.body(wrong)).code()).as(wrong).isEqualTo("BAD_REQUEST");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "ä",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void aKeyThatIsNoneIsRefused(String key) {
    Answer answer =
        ask(
            Request.post("/api/coupons/c1/redemptions")
                .user("ann")
                .key(key)
                .body("{\"till\":\"7\"}"));

    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.text("detail")).contains("Idempotency-Key");
  }

  static List<RuntimeException> noAnswers() {
    return List.of(SdkClientException.create("no route"), new NotDoneException("no route"));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void aTableThatDoesNotAnswerIsAskedAgainByTheCaller(RuntimeException noAnswer) {
    Routes failing =
        new Routes()
            .add(
                "GET",
                "/api/coupons",
                (request, call) -> {
                  throw noAnswer;
                });

    var response = failing.answer(Request.get("/api/coupons").user("ann").event(), Calls.call());

    assertThat(response.getStatusCode()).isEqualTo(503);
    assertThat(response.getHeaders())
        .containsEntry("Retry-After", "1")
        .containsEntry("Content-Type", "application/problem+json");
    assertThat(response.getBody()).doesNotContain("no route");
  }
}
