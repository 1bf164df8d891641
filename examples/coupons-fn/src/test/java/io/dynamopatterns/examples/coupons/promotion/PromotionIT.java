package io.dynamopatterns.examples.coupons.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.versioned.ScanPosition;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.examples.coupons.kit.Answer;
import io.dynamopatterns.examples.coupons.kit.Calls;
import io.dynamopatterns.examples.coupons.kit.Request;
import io.dynamopatterns.examples.coupons.kit.Shops;
import io.dynamopatterns.examples.coupons.kit.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PromotionIT {
  private static final String BODY =
      "{\"shop\":\"baker\",\"title\":\"A"
          + " roll\",\"lat\":52.5,\"lon\":13.4,\"endsAt\":\"2026-11-20T11:00:00Z\",\"stock\":10,\"shards\":3}";

  /** Another one, which is on offer when the first has ended. */
  private static final String LATER =
      BODY.replace("roll", "cake").replace("2026-11-20T11", "2026-11-20T15");

  private final Shops shops = new Shops();

  private static Request start(String key, String body) {
    return Request.post("/api/promotions").admin("kim").key(key).body(body);
  }

  @Test
  void theShardsOfAPromotionAddUpToItsStock() {
    String id = shops.manage(start("k", BODY)).text("couponId");

    assertThat(Tables.items(shops.tables.stock()))
        .extracting(shard -> shard.get("shard").s() + '=' + shard.get("left").n())
        .containsExactlyInAnyOrder(id + "#0=4", id + "#1=3", id + "#2=3");
    assertThat(shops.totals(id).body())
        .contains("\"closed\":false,\"stock\":10,\"redeemed\":0,\"left\":10");
  }

  @Test
  void aPromotionThatNamesNoShardsHasTheUsualNumberAndNeverMoreThanItsStock() {
    assertThat(shops.manage(start("k-1", BODY.replace(",\"shards\":3", ""))).text("shards"))
        .isEqualTo("4");
    assertThat(shops.manage(start("k-2", BODY.replace("10", "2"))).text("shards")).isEqualTo("2");
  }

  /** The function dies at each of its writes; the request is sent again. */
  @Test
  void aStartThatIsCutOffAnywhereContinuesWithTheSameRequest() {
    Request other = start("k", BODY.replace("roll", "cake"));
    for (Fault death : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      for (int write = 1; write <= 4; write++) {
        Request request = start("k-" + (death == Fault.KILL_AFTER) + write, BODY);
        try (DynamoDbClient dying = Tables.client(FaultScript.atWrite(write, death))) {
          shops.promotions(dying).answer(request.event(), Calls.call());
        } catch (Error | RuntimeException e) {
          // No answer arrives.
        }

        Answer answer = shops.manage(request);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(shops.manage(request)).isEqualTo(answer);
        assertThat(shops.totals(answer.text("couponId")).text("stock")).isEqualTo("10");
        assertThat(state(answer.text("couponId"))).isEqualTo("ACTIVE");
      }
    }
    assertThat(Tables.items(shops.tables.coupons())).hasSize(8);
    assertThat(shops.manage(other).status()).isEqualTo(201);
  }

  /** More shards than one transaction holds: an instance must not take those to come for empty. */
  @Test
  void nothingIsRedeemedBeforeAllShardsAreStoredAndThenEverything() {
    Request request =
        start("k", BODY.replace("\"stock\":10,\"shards\":3", "\"stock\":150,\"shards\":150"));
    cutOff(request, 3);
    List<Map<String, AttributeValue>> stored = Tables.items(shops.tables.stock());
    assertThat(stored).hasSize(100);
    String id = stored.getFirst().get("couponId").s();

    assertThat(shops.ask(Shops.redemption(id, "early", "k")).code()).isEqualTo("NOT_FOUND");
    assertThat(shops.manage(request).text("couponId")).isEqualTo(id);

    for (int user = 0; user < 150; user++) {
      assertThat(shops.ask(Shops.redemption(id, "u" + user, "k")).status()).isEqualTo(201);
    }
    assertThat(shops.ask(Shops.redemption(id, "late", "k")).code()).isEqualTo("SOLD_OUT");
  }

  /** The transaction with most shards fails, and the process lives to send the next one. */
  @ParameterizedTest
  @MethodSource("failures")
  void nothingIsRedeemedWhenSomeShardsCouldNotBeStoredAndEverythingAfterTheRepeatedStart(
      Fault failure) {
    Request request =
        start("k", BODY.replace("\"stock\":10,\"shards\":3", "\"stock\":150,\"shards\":150"));
    FaultScript mostShards =
        FaultScript.when(
            call ->
                call.operation().equals("TransactWriteItems")
                    && call.body().split("\"Put\"", -1).length - 1 == 100,
            failure);
    try (DynamoDbClient failing = Tables.client(mostShards)) {
      assertThat(shops.promotions(failing).answer(request.event(), Calls.call()).getStatusCode())
          .isEqualTo(503);
    }
    String id = Tables.items(shops.tables.coupons()).getFirst().get("couponId").s();
    for (int user = 0; user < 20; user++) {
      assertThat(shops.ask(Shops.redemption(id, "early" + user, "k")).code())
          .isEqualTo("NOT_FOUND");
    }

    assertThat(shops.manage(request).text("couponId")).isEqualTo(id);

    for (int user = 0; user < 150; user++) {
      assertThat(shops.ask(Shops.redemption(id, "u" + user, "k")).status()).isEqualTo(201);
    }
    assertThat(shops.ask(Shops.redemption(id, "late", "k")).code()).isEqualTo("SOLD_OUT");
  }

  static List<Fault> failures() {
    return List.of(
        Fault.throttle("TableWriteKeyRangeThroughputExceeded"),
        Fault.transactionCanceled(
            Collections.nCopies(100, "TransactionConflict").toArray(String[]::new)),
        Fault.DROP_BEFORE_SEND);
  }

  @Test
  void aShopThatNamesATitleIsNoOtherPromotion() {
    assertThat(
            shops
                .manage(start("k", BODY.replace("baker", "A, title=B").replace("A roll", "C")))
                .status())
        .isEqualTo(201);

    assertThat(
            shops
                .manage(start("k", BODY.replace("baker", "A").replace("A roll", "B, title=C")))
                .code())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void anotherPromotionUnderTheSameKeyIsRefused() {
    shops.manage(start("k", BODY));

    assertThat(shops.manage(start("k", BODY.replace("roll", "cake"))).code())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(
            shops.manage(Request.post("/api/promotions").admin("lee").key("k").body(BODY)).status())
        .as("the key of another admin")
        .isEqualTo(201);
  }

  /** It is removed days later, and its removal makes the event that it has expired. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPromotionThatHasExpiredIsNotReplacedByAnotherOneOfTheSameKey(boolean withStock) {
    shops.manage(start("k", BODY));
    if (!withStock) {
      Tables.clear(shops.tables.stock(), "shard");
    }
    List<Map<String, AttributeValue>> before = Tables.items(shops.tables.coupons());
    shops.now = Instant.parse(Shops.END).plusSeconds(60);

    assertThat(shops.manage(start("k", LATER)).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");

    assertThat(Tables.items(shops.tables.coupons())).isEqualTo(before);
    assertThat(Tables.items(shops.tables.stock())).hasSize(withStock ? 3 : 0);
  }

  /** The stock is kept for longer. */
  @Test
  void anotherPromotionUnderTheSameKeyIsRefusedAndStoresNothingWhenTheFirstOneHasBeenRemoved() {
    shops.manage(start("k", BODY));
    Tables.clear(shops.tables.coupons(), "couponId");
    shops.now = Instant.parse(Shops.END).plusSeconds(60);

    assertThat(shops.manage(start("k", LATER)).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");

    assertThat(Tables.items(shops.tables.coupons())).isEmpty();
  }

  /**
   * Shards of a start that was cut off are kept after its end. Another promotion of the same key
   * must neither mix with them nor leave its own item.
   */
  @Test
  void anotherPromotionUnderTheSameKeyIsRefusedAndStoresNothingWhenTheFirstOneWasCutOff() {
    cutOff(start("k", BODY), 3);
    assertThat(Tables.items(shops.tables.stock())).as("all shards but the first").hasSize(2);
    shops.now = Instant.parse(Shops.END).plusSeconds(60);
    Tables.expire(shops.tables.coupons(), "couponId", shops.now);
    List<Map<String, AttributeValue>> before = Tables.items(shops.tables.coupons());

    assertThat(shops.manage(start("k", LATER.replace("\"shards\":3", "\"shards\":1"))).code())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");

    assertThat(Tables.items(shops.tables.coupons())).isEqualTo(before);
    assertThat(Tables.items(shops.tables.stock())).hasSize(2);
    String id = Tables.items(shops.tables.stock()).getFirst().get("couponId").s();
    assertThat(shops.end(id).code()).as("nothing can be ended").isEqualTo("NOT_FOUND");
  }

  /** All is stored, and it was never on offer. */
  @Test
  void thePromotionOfAStartThatWasCutOffLastIsClosedByAnEndAfterItsTime() {
    cutOff(start("k", BODY), 4);
    String id = Tables.items(shops.tables.coupons()).getFirst().get("couponId").s();
    assertThat(shops.end(id).code()).isEqualTo("NOT_OPEN");
    shops.now = Instant.parse(Shops.END);

    assertThat(shops.end(id).json().get("closed").asBoolean()).isTrue();
    assertThat(state(id)).isEqualTo("OPENING");
  }

  @Test
  void theKeyOfAStartThatWasCutOffIsFreeWhenItsStockHasExpired() {
    cutOff(start("k", BODY), 3);
    shops.now = Instant.parse(Shops.END).plus(Duration.ofDays(31));
    Tables.expire(shops.tables.coupons(), "couponId", shops.now);
    String later =
        BODY.replace("2026-11-20T11", "2026-12-30T11").replace("\"shards\":3", "\"shards\":1");

    String id = shops.manage(start("k", later)).text("couponId");

    assertThat(shops.totals(id).text("stock")).isEqualTo("10");
    assertThat(
            shops
                .manage(Request.get("/api/promotions").admin("kim"))
                .json()
                .at("/promotions/0/stock")
                .asInt())
        .as("shards that have expired are in no sum")
        .isEqualTo(10);
  }

  /** The end of a promotion is the time to live of its item from when it is on offer. */
  @Test
  void aPromotionExpiresAtItsEndAndItsStockLater() {
    shops.promotion(1, 1);

    assertThat(expiry(shops.tables.coupons())).isEqualTo(Instant.parse(Shops.END));
    assertThat(expiry(shops.tables.stock()))
        .isEqualTo(Instant.parse(Shops.END).plus(Duration.ofDays(30)));
  }

  private static Instant expiry(String table) {
    return Instant.ofEpochSecond(
        Long.parseLong(Tables.items(table).getFirst().get("expiresAt").n()));
  }

  @Test
  void inARegionThatOnlyReadsNothingIsStartedOrEndedAndTheReportIsRead() {
    String id = shops.promotion(10, 3);
    try (DynamoDbClient client = Tables.clientThatOnlyReads()) {
      PromotionApi elsewhere = shops.promotions(client);
      for (Request write :
          List.of(start("k", BODY), Request.post("/api/promotions/" + id + "/end").admin("kim"))) {
        Answer answer = Answer.of(elsewhere.answer(write.event(), Calls.call()));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("READ_ONLY_REGION");
      }
      Request report = Request.get("/api/promotions").admin("kim");
      assertThat(Answer.of(elsewhere.answer(report.event(), Calls.call())).status()).isEqualTo(200);
    }
    assertThat(Tables.items(shops.tables.coupons())).hasSize(1);
    assertThat(state(id)).isEqualTo("ACTIVE");
  }

  /** The answers were lost, and the Region that writes has moved meanwhile. */
  @Test
  void inARegionThatOnlyReadsAStartAndAnEndThatWereCarriedOutGetTheirAnswers() {
    Request start = start("k", BODY);
    Answer started = shops.manage(start);
    Request end = Request.post("/api/promotions/" + started.text("couponId") + "/end").admin("kim");
    Answer ended = shops.manage(end);
    cutOff(start("cut-off", BODY), 3);
    try (DynamoDbClient client = Tables.clientThatOnlyReads()) {
      PromotionApi elsewhere = shops.promotions(client);

      assertThat(Answer.of(elsewhere.answer(start.event(), Calls.call()))).isEqualTo(started);
      assertThat(Answer.of(elsewhere.answer(end.event(), Calls.call()))).isEqualTo(ended);
      assertThat(code(elsewhere, start("k", BODY.replace("roll", "cake"))))
          .isEqualTo("IDEMPOTENCY_KEY_REUSED");
      assertThat(code(elsewhere, start("cut-off", BODY))).isEqualTo("READ_ONLY_REGION");
    }
  }

  private static String code(PromotionApi api, Request request) {
    return Answer.of(api.answer(request.event(), Calls.call())).code();
  }

  /** The item expires at this moment, and a create would replace it. */
  @Test
  void aStartThatIsRepeatedAcrossTheEndDoesNotReviveAnEndedPromotion() {
    Request start = start("k", BODY);
    Answer started = shops.manage(start);
    assertThat(shops.end(started.text("couponId")).status()).isEqualTo(200);
    List<Map<String, AttributeValue>> before = Tables.items(shops.tables.coupons());

    Answer again;
    try (DynamoDbClient slow = Tables.client(FaultScript.none(), untilItsEnd())) {
      again = Answer.of(shops.promotions(slow).answer(start.event(), Calls.call()));
    }

    assertThat(Tables.items(shops.tables.coupons())).isEqualTo(before);
    assertThat(again).isEqualTo(started);
  }

  /** The time of the promotion's end has come when the first read is sent. */
  private ExecutionInterceptor untilItsEnd() {
    return new ExecutionInterceptor() {
      @Override
      public void beforeExecution(
          Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
        shops.now = Instant.parse(Shops.END).plusSeconds(1);
      }
    };
  }

  /** Between the two attempts another number of days was deployed. */
  @Test
  void theShardsOfAStartThatIsContinuedExpireWithThoseThatItHasStored() {
    Request start = start("k", BODY);
    cutOff(start, 3);

    Answer answer =
        Answer.of(
            shops
                .promotions(Tables.client(), Duration.ofDays(1))
                .answer(start.event(), Calls.call()));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(Tables.items(shops.tables.stock()))
        .hasSize(3)
        .extracting(shard -> Instant.ofEpochSecond(Long.parseLong(shard.get("expiresAt").n())))
        .containsOnly(Instant.parse(Shops.END).plus(Duration.ofDays(30)));
  }

  /** The function dies before it sends one of its writes. */
  private void cutOff(Request request, int write) {
    try (DynamoDbClient dying = Tables.client(FaultScript.atWrite(write, Fault.KILL_BEFORE))) {
      shops.promotions(dying).answer(request.event(), Calls.call());
    } catch (Error | RuntimeException e) {
      // No answer arrives.
    }
  }

  @Test
  void anEndIsFinalAndTheSameWhenItIsAskedForAgain() {
    String id = shops.promotion(10, 3);
    shops.ask(Shops.redemption(id, "ann", "k"));

    Answer ended = shops.end(id);
    shops.now = Shops.NOW.plusSeconds(60);

    assertThat(ended.body()).contains("\"closed\":true,\"stock\":10,\"redeemed\":1,\"left\":9");
    assertThat(shops.end(id)).isEqualTo(ended);
    assertThat(shops.totals(id)).isEqualTo(ended);
    assertThat(shops.ask(Shops.redemption(id, "bob", "k")).code()).isEqualTo("ENDED");
    assertThat(state(id)).isEqualTo("ENDED");
  }

  /** Users redeem until they are refused: what is redeemed while it is ended is in the sums. */
  @Test
  void theSumsOfAnEndHaveEveryRedemptionThatIsStored() throws Exception {
    String id = shops.promotion(10_000, 8);
    AtomicInteger users = new AtomicInteger();
    CountDownLatch some = new CountDownLatch(20);
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      Callable<Answer> untilRefused =
          () -> {
            Answer answer;
            do {
              answer = shops.ask(Shops.redemption(id, "u" + users.incrementAndGet(), "k"));
              some.countDown();
            } while (answer.status() == 201);
            return answer;
          };
      List<Future<Answer>> refusals = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        refusals.add(clients.submit(untilRefused));
      }
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      String redeemed = shops.end(id).text("redeemed");
      for (Future<Answer> refusal : refusals) {
        assertThat(refusal.get().code()).isEqualTo("ENDED");
      }
      assertThat(shops.redeemers()).hasSize(Integer.parseInt(redeemed));
    }
  }

  @Test
  void anEndThatIsCutOffContinuesWithTheSameRequest() {
    String id = shops.promotion(10, 3);
    Request end = Request.post("/api/promotions/" + id + "/end").admin("kim");
    for (int write = 1; write <= 3; write++) {
      try (DynamoDbClient dying = Tables.client(FaultScript.atWrite(write, Fault.KILL_AFTER))) {
        shops.promotions(dying).answer(end.event(), Calls.call());
      } catch (Error | RuntimeException e) {
        // No answer arrives.
      }
    }

    assertThat(shops.end(id).json().get("closed").asBoolean()).isTrue();
  }

  @Test
  void whatIsPastItsEndIsClosedOnceNothingCanBeUnderWay() {
    String id = shops.promotion(10, 3);
    shops.now = Instant.parse(Shops.END);
    assertThat(shops.totals(id).json().get("closed").asBoolean()).isFalse();

    shops.now = shops.now.plusSeconds(60);
    assertThat(shops.totals(id).json().get("closed").asBoolean()).isTrue();
    assertThat(shops.end(id).json().get("closed").asBoolean()).isTrue();
  }

  /** Parts that end at once, and one that reads all: the sums are those of the promotions. */
  @Test
  void theReportAddsUpOverAllPromotionsAndParts() {
    String one = shops.promotion(100, 20);
    String two = shops.promotion(50, 5);
    for (int i = 0; i < 12; i++) {
      shops.ask(Shops.redemption(i % 3 == 0 ? one : two, "user-" + i, "k"));
    }
    Answer nothing =
        Answer.of(
            shops.promotions.answer(
                Request.get("/api/promotions").admin("kim").event(),
                Calls.within(Duration.ofSeconds(1))));
    assertThat(nothing.json().get("complete").asBoolean()).isFalse();
    assertThat(nothing.json().get("promotions").size()).isZero();

    Answer all =
        shops.manage(
            Request.get("/api/promotions").admin("kim").with("next", nothing.text("next")));

    assertThat(all.json().get("complete").asBoolean()).isTrue();
    JsonNode promotions = all.json().get("promotions");
    assertThat(promotions.size()).isEqualTo(2);
    promotions.forEach(
        each -> assertThat(each).isEqualTo(shops.totals(each.get("couponId").asText()).json()));
    assertThat(all.body()).contains("\"redeemed\":4,\"left\":96", "\"redeemed\":8,\"left\":42");
  }

  /**
   * Each segment is read by a thread; a checked cursor can be made by anyone who knows the code.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 500})
  void aPositionOfAnotherNumberOfSegmentsIsRefused(int segments) {
    String made = PageCursor.checked().encode("report", ScanPosition.start(segments).text());

    assertThat(shops.manage(Request.get("/api/promotions").admin("kim").with("next", made)).code())
        .isEqualTo("BAD_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/promotions",
        "POST /api/promotions",
        "GET /api/promotions/x",
        "POST /api/promotions/x/end"
      })
  void onlyAdminsMayManagePromotions(String route) {
    String[] parts = route.split(" ");

    assertThat(shops.manage(Request.of(parts[0], parts[1]).user("ann")).code())
        .isEqualTo("FORBIDDEN");
    assertThat(shops.manage(Request.of(parts[0], parts[1])).code()).isEqualTo("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"stock\":10 | \"stock\":0 | stock",
        "\"stock\":10 | \"stock\":1.5 | stock",
        "\"stock\":10, | | stock",
        "\"shards\":3 | \"shards\":1001 | shards",
        "11:00:00Z | 10:00:00Z | endsAt",
        "11:00:00Z | 11:00:00.5Z | endsAt",
        "2026-11-20T11 | 2028-11-20T11 | endsAt",
        "\"lat\":52.5 | \"lat\":91 | lat",
        "\"title\":\"A roll\" | \"title\":\"\" | title",
        "\"shop\" | \"startsAt\":\"2026-11-20T11:00:00Z\",\"shop\" | startsAt",
        "\"shop\" | \"colour\":\"red\",\"shop\" | colour"
      })
  void aBodyThatIsNotAllowedNamesTheField(String part, String instead, String field) {
    Answer answer = shops.manage(start("k", BODY.replace(part, instead == null ? "" : instead)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("detail")).contains("'" + field + "'");
    assertThat(Tables.items(shops.tables.coupons())).isEmpty();
  }

  private String state(String couponId) {
    return Tables.items(shops.tables.coupons()).stream()
        .filter(item -> item.get("couponId").s().equals(couponId))
        .findFirst()
        .orElseThrow()
        .get("state")
        .s();
  }
}
