package io.dynamopatterns.examples.coupons.coupon;

import static io.dynamopatterns.examples.coupons.kit.Shops.redemption;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.dax.StaleCache;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.examples.coupons.kit.Answer;
import io.dynamopatterns.examples.coupons.kit.Calls;
import io.dynamopatterns.examples.coupons.kit.NothingProcessed;
import io.dynamopatterns.examples.coupons.kit.Request;
import io.dynamopatterns.examples.coupons.kit.Shops;
import io.dynamopatterns.examples.coupons.kit.Tables;
import io.dynamopatterns.examples.coupons.kit.WithoutConditions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class RedemptionIT {
  private static final int CLIENTS = 64;
  private static final FaultScript LOST_ANSWERS =
      FaultScript.seeded(18, 0.25, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND);

  private final Shops shops = new Shops();

  /** More users than stock, two requests of each user, each sent until its answer arrives. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void sixtyFourClientsWhoseAnswersAreLostGetExactlyWhatThereIs(int shards) throws Exception {
    String coupon = shops.promotion(40, shards);

    try (DynamoDbClient client = Tables.client(LOST_ANSWERS)) {
      Map<String, List<Answer>> answers = burst(coupon, shops.coupons(client), "first", "second");

      Set<String> winners =
          answers.entrySet().stream()
              .filter(user -> user.getValue().stream().anyMatch(a -> a.status() == 201))
              .map(Map.Entry::getKey)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(winners).hasSize(40).isEqualTo(shops.redeemers());
      assertThat(answers.values())
          .allSatisfy(
              of ->
                  assertThat(of.stream().map(RedemptionIT::outcome).sorted().toList())
                      .isIn(List.of("201", "ALREADY_REDEEMED"), List.of("SOLD_OUT", "SOLD_OUT")));
    }
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("40");
    assertThat(shops.totals(coupon).text("left")).isEqualTo("0");
  }

  /** Negative control: the stock's condition on its version is what prevents it. */
  @Test
  void withoutTheConditionOnTheStockMoreIsRedeemedThanThereIs() throws Exception {
    String coupon = shops.promotion(20, 1);

    try (DynamoDbClient client =
        Tables.client(FaultScript.none(), new WithoutConditions(shops.tables.stock()))) {
      burst(coupon, shops.coupons(client), "first", "second");
    }

    assertThat(shops.redeemers()).hasSizeGreaterThan(20);
  }

  /** A client sends its request again while the first one is under way. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void theSameRequestSentTwiceAtOnceIsAnsweredTwiceAndRedeemsOnce(int shards) throws Exception {
    String coupon = shops.promotion(40, shards);

    try (DynamoDbClient client = Tables.client(LOST_ANSWERS)) {
      Map<String, List<Answer>> answers = burst(coupon, shops.coupons(client), "same", "same");

      assertThat(answers.values())
          .allSatisfy(of -> assertThat(of.getLast()).isEqualTo(of.getFirst()));
      assertThat(answers.values()).filteredOn(of -> of.getFirst().status() == 201).hasSize(40);
    }
    assertThat(shops.redeemers()).hasSize(40);
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("40");
  }

  /** Two requests of each of 64 users by these keys, both at once while others send theirs. */
  private static Map<String, List<Answer>> burst(
      String coupon, CouponApi api, String firstKey, String secondKey) throws Exception {
    Map<String, List<Future<Answer>>> sent = new LinkedHashMap<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        String user = "user-" + i;
        CyclicBarrier both = new CyclicBarrier(2);
        sent.put(
            user,
            Stream.of(firstKey, secondKey)
                .map(key -> redemption(coupon, user, key))
                .map(
                    request ->
                        clients.submit(
                            () -> {
                              both.await();
                              return untilAnswered(request, api);
                            }))
                .toList());
      }
    }
    Map<String, List<Answer>> answers = new LinkedHashMap<>();
    sent.forEach((user, two) -> answers.put(user, two.stream().map(Future::resultNow).toList()));
    return answers;
  }

  private static Answer untilAnswered(Request request, CouponApi api) {
    while (true) {
      Answer answer = Answer.of(api.answer(request.event(), Calls.call()));
      if (answer.status() != 503) {
        return answer;
      }
    }
  }

  private static String outcome(Answer answer) {
    return answer.status() == 201 ? "201" : answer.code();
  }

  /** At each call that may write: the function's process dies before or after it. */
  @Test
  void aRequestWhoseFunctionDiesIsSentAgainAndRedeemsOnce() {
    String coupon = shops.promotion(5, 1);
    for (Fault death : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      Request request = redemption(coupon, "ann-" + death, "k");
      try (DynamoDbClient dying = Tables.client(FaultScript.atWrite(1, death))) {
        shops.coupons(dying).answer(request.event(), Calls.call());
      } catch (Error | RuntimeException e) {
        // No answer arrives.
      }

      Answer answer = shops.ask(request);

      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("2");
    assertThat(shops.redeemers()).hasSize(2);
  }

  /** A person who knows all that a request has does not know what is shown in the shop. */
  @Test
  void theIdOfARedemptionCannotBeMadeOfUserAndCoupon() {
    Shops others = new Shops();
    String body =
        "{\"shop\":\"b\",\"title\":\"t\",\"lat\":1,\"lon\":1,\"endsAt\":\"%s\",\"stock\":1}"
            .formatted(Shops.END);
    Request start = Request.post("/api/promotions").admin("kim").key("k").body(body);
    String coupon = shops.manage(start).text("couponId");
    assertThat(others.manage(start).text("couponId")).isEqualTo(coupon);

    String redemption = shops.ask(redemption(coupon, "ann", "k")).text("redemptionId");

    assertThat(others.ask(redemption(coupon, "ann", "k")).text("redemptionId"))
        .isNotEqualTo(redemption);
    assertThat(Tables.items(shops.tables.redemptions()).getFirst().get("redemptionId").s())
        .isEqualTo(redemption);
  }

  @Test
  void theSameKeyGetsTheSameAnswerAndAnotherBodyUnderItIsRefused() {
    String coupon = shops.promotion(5, 2);
    Request request = redemption(coupon, "ann", "k").body("{\"till\":\"7\"}");

    Answer first = shops.ask(request);
    shops.now = Shops.NOW.plusSeconds(60);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.text("till")).isEqualTo("7");
    assertThat(shops.ask(request)).isEqualTo(first);
    assertThat(shops.ask(redemption(coupon, "ann", "k").body("{\"till\":\"8\"}")).code())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(shops.ask(redemption(coupon, "ann", "k")).status()).isEqualTo(422);
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("1");
  }

  /** A caller that lost the answer must get it also when others have taken the rest meanwhile. */
  @Test
  void theSameKeyGetsTheSameAnswerAlsoWhenNothingIsLeftOrThePromotionHasEnded() {
    String coupon = shops.promotion(1, 1);
    Request request = redemption(coupon, "ann", "k");
    Answer first = shops.ask(request);

    assertThat(shops.ask(request)).isEqualTo(first);
    shops.end(coupon);
    assertThat(shops.ask(request)).isEqualTo(first);
    assertThat(Answer.of(shops.coupons(Tables.client()).answer(request.event(), Calls.call())))
        .isEqualTo(first);
  }

  @Test
  void aUserRedeemsACouponOnce() {
    String coupon = shops.promotion(5, 2);
    String other = shops.promotion(5, 2);
    shops.ask(redemption(coupon, "ann", "k-1"));

    Answer second = shops.ask(redemption(coupon, "ann", "k-2"));

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("ALREADY_REDEEMED");
    assertThat(shops.ask(redemption(coupon, "bob", "k-1")).status()).isEqualTo(201);
    assertThat(shops.ask(redemption(other, "ann", "k-1")).status()).isEqualTo(201);
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("2");
  }

  /** Negative control: the redemption's condition is what prevents it. */
  @Test
  void withoutTheConditionOnTheRedemptionAUserRedeemsTwice() {
    String coupon = shops.promotion(5, 1);
    try (DynamoDbClient client =
        Tables.client(FaultScript.none(), new WithoutConditions(shops.tables.redemptions()))) {
      CouponApi api = shops.coupons(client);
      api.answer(redemption(coupon, "ann", "k-1").event(), Calls.call());

      assertThat(api.answer(redemption(coupon, "ann", "k-2").event(), Calls.call()).getStatusCode())
          .isEqualTo(201);
    }
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("2");
  }

  @Test
  void whatCannotBeRedeemedSaysWhy() {
    String soldOut = shops.promotion(1, 1);
    shops.ask(redemption(soldOut, "ann", "k"));
    String ended = shops.promotion(5, 2);
    shops.end(ended);
    String over = shops.promotion(5, 2);
    String later =
        shops.promotion(
            "{\"shop\":\"b\",\"title\":\"t\",\"lat\":1,\"lon\":1,\"startsAt\":\"2026-11-20T12:00:00Z\",\"endsAt\":\"2026-11-20T13:00:00Z\",\"stock\":5}");

    assertThat(refusal(soldOut)).isEqualTo("410 SOLD_OUT");
    assertThat(refusal(ended)).isEqualTo("410 ENDED");
    assertThat(refusal(later)).isEqualTo("409 NOT_STARTED");
    assertThat(refusal("0123456789abcdef01234567")).isEqualTo("404 NOT_FOUND");
    assertThat(refusal("no-id")).isEqualTo("404 NOT_FOUND");
    shops.now = Instant.parse(Shops.END);
    assertThat(refusal(over)).isEqualTo("410 ENDED");
  }

  private String refusal(String coupon) {
    Answer answer = shops.ask(redemption(coupon, "bob", "k"));
    return answer.status() + " " + answer.code();
  }

  /** Shards run empty one by one; a request that meets an empty one finds the last that is not. */
  @Test
  void aShardThatIsEmptyLeavesTheRequestToAnother() {
    String coupon = shops.promotion(250, 250);
    for (int i = 0; i < 250; i++) {
      assertThat(shops.ask(redemption(coupon, "user-" + i, "k")).status()).isEqualTo(201);
    }

    assertThat(refusal(coupon)).isEqualTo("410 SOLD_OUT");
    assertThat(
            Answer.of(
                    shops
                        .coupons(Tables.client())
                        .answer(redemption(coupon, "eve", "k").event(), Calls.call()))
                .code())
        .isEqualTo("SOLD_OUT");
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("250");
  }

  /** A cache that is never refreshed still shows the coupon; redemptions do not ask it. */
  @Test
  void aRedemptionIsNeverDecidedByACachedItem() {
    String coupon = shops.promotion(1, 1);
    StaleCache cache = new StaleCache(Tables.client());
    CouponApi api = shops.coupons(Tables.client(), cache);
    Request show = Request.get("/api/coupons/" + coupon).user("ann");
    assertThat(Answer.of(api.answer(show.event(), Calls.call())).status()).isEqualTo(200);
    shops.end(coupon);

    assertThat(Answer.of(api.answer(show.event(), Calls.call())).status()).isEqualTo(200);
    int asked = cache.asked();
    Answer answer = Answer.of(api.answer(redemption(coupon, "ann", "k").event(), Calls.call()));

    assertThat(answer.code()).isEqualTo("ENDED");
    assertThat(cache.asked()).isEqualTo(asked);
  }

  @Test
  void aFunctionWithoutTimeSaysThatTheRequestCanBeSentAgain() {
    String coupon = shops.promotion(1, 1);
    Request request = redemption(coupon, "ann", "k");

    assertThat(shops.coupons.answer(request.event(), Calls.within(Duration.ZERO)).getStatusCode())
        .isEqualTo(503);
    assertThat(shops.ask(request).status()).isEqualTo(201);
  }

  /** DynamoDB answers a read of many items also when it has read none of them. */
  @Test
  void aRequestForWhichTheStockIsNotReadInTimeCanBeSentAgain() {
    String coupon = shops.promotion(1, 1);
    Request request = redemption(coupon, "ann", "k");
    try (DynamoDbClient client = Tables.client(FaultScript.none(), new NothingProcessed())) {
      APIGatewayV2HTTPResponse answer =
          shops.coupons(client).answer(request.event(), Calls.within(Duration.ofSeconds(1)));
      assertThat(answer.getStatusCode()).isEqualTo(503);
      assertThat(answer.getHeaders()).containsEntry("Retry-After", "1");
    }

    assertThat(shops.ask(request).status()).isEqualTo(201);
  }

  /** A table with replicas is written in one Region. In the others people see their coupons. */
  @Test
  void inARegionThatOnlyReadsCouponsAreShownAndARedemptionIsRefused() {
    String coupon = shops.promotion(1, 1);
    Request request = redemption(coupon, "ann", "k");
    try (DynamoDbClient client = Tables.clientThatOnlyReads()) {
      CouponApi elsewhere = shops.coupons(client, new StaleCache(client));
      Request show = Request.get("/api/coupons/" + coupon).user("ann");
      assertThat(Answer.of(elsewhere.answer(show.event(), Calls.call())).status()).isEqualTo(200);

      APIGatewayV2HTTPResponse response = elsewhere.answer(request.event(), Calls.call());

      assertThat(response.getStatusCode()).isEqualTo(503);
      assertThat(response.getHeaders()).containsEntry("Retry-After", "60");
      assertThat(Answer.of(response).code()).isEqualTo("READ_ONLY_REGION");
      assertThat(Answer.of(response).text("detail")).contains("this attempt stored nothing");
    }
    assertThat(shops.redeemers()).isEmpty();
    assertThat(shops.ask(request).status()).isEqualTo(201);
  }

  /** The answer was lost, and the Region that writes has moved meanwhile. */
  @Test
  void inARegionThatOnlyReadsARequestThatWasCarriedOutGetsItsAnswer() {
    String coupon = shops.promotion(5, 1);
    Request request = redemption(coupon, "ann", "k");
    Answer first = shops.ask(request);
    try (DynamoDbClient client = Tables.clientThatOnlyReads()) {
      CouponApi elsewhere = shops.coupons(client);

      assertThat(Answer.of(elsewhere.answer(request.event(), Calls.call()))).isEqualTo(first);
      assertThat(code(elsewhere, redemption(coupon, "ann", "k").body("{\"till\":\"8\"}")))
          .isEqualTo("IDEMPOTENCY_KEY_REUSED");
      assertThat(code(elsewhere, redemption(coupon, "ann", "k-2"))).isEqualTo("ALREADY_REDEEMED");
      assertThat(code(elsewhere, redemption(coupon, "bob", "k"))).isEqualTo("READ_ONLY_REGION");
    }
    assertThat(shops.totals(coupon).text("redeemed")).isEqualTo("1");
  }

  private static String code(CouponApi api, Request request) {
    return Answer.of(api.answer(request.event(), Calls.call())).code();
  }

  @Test
  void aUserSeesOwnRedemptionsByPage() {
    for (int i = 0; i < 3; i++) {
      shops.ask(redemption(shops.promotion(5, 1), "ann", "k"));
    }
    shops.ask(redemption(shops.promotion(5, 1), "bob", "k"));

    Answer first = shops.ask(Request.get("/api/redemptions").user("ann").with("limit", 2));
    Answer second =
        shops.ask(
            Request.get("/api/redemptions")
                .user("ann")
                .with("limit", 2)
                .with("next", first.text("next")));

    assertThat(first.json().get("redemptions").size()).isEqualTo(2);
    assertThat(second.json().get("redemptions").size()).isEqualTo(1);
    assertThat(second.json().has("next")).isFalse();
    assertThat(
            shops
                .ask(
                    Request.get("/api/redemptions")
                        .user("bob")
                        .with("limit", 2)
                        .with("next", first.text("next")))
                .code())
        .isEqualTo("BAD_REQUEST");
  }
}
