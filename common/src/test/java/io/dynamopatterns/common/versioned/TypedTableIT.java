package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Coupons that users redeem: two types of items, in two tables. */
class TypedTableIT {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Key SPRING = Key.of("code", "SPRING");

  private static LocalPages server;

  private DynamoDbClient client;
  private VersionedSchema<Coupon> couponSchema;
  private VersionedSchema<Claim> claimSchema;
  private VersionedTable<Coupon> coupons;
  private Instant now = NOW;

  @Introspected
  record Coupon(String code, int stock, Optional<Expiry> expiresAt) {
    Coupon(String code, int stock) {
      this(code, stock, Optional.empty());
    }

    Coupon taken() {
      return new Coupon(code, stock - 1, expiresAt);
    }
  }

  @Introspected
  record Claim(String code, String user) {}

  enum Answer {
    CLAIMED,
    ALREADY_CLAIMED,
    SOLD_OUT
  }

  @BeforeAll
  static void startDatabase() {
    server = new LocalPages();
  }

  @AfterAll
  static void stopDatabase() {
    server.close();
  }

  @BeforeEach
  void newTables() {
    client = server.dynamoDb.client();
    String id = UUID.randomUUID().toString().substring(0, 8);
    server.dynamoDb.createTable("coupons-" + id, "code");
    server.dynamoDb.createTable("claims-" + id, "code", "user");
    couponSchema =
        VersionedSchema.of("coupons-" + id, "code")
            .as(Coupon.class)
            .withExpiry("expiresAt", () -> now);
    claimSchema = VersionedSchema.of("claims-" + id, "code", "user").as(Claim.class);
    coupons = new VersionedTable<>(client, couponSchema);
  }

  @Test
  void valueIsStoredByItsNamesBesideVersionAndTokens() {
    coupons.create(new Coupon("SPRING", 2)).orElseThrow();

    assertThat(stored())
        .containsEntry("code", fromS("SPRING"))
        .containsEntry("stock", fromN("2"))
        .containsEntry("version", fromN("1"))
        .containsOnlyKeys("code", "stock", "version", "writeTokens");
    assertThat(coupons.get(SPRING).map(VersionedItem::value)).contains(new Coupon("SPRING", 2));
  }

  @Test
  void updateKeepsAttributesThatAnotherVersionOfTheProgramWrote() {
    coupons.create(new Coupon("SPRING", 2)).orElseThrow();
    put(Map.of("campaign", fromS("easter")));

    coupons.update(SPRING, coupon -> coupon.map(Coupon::taken)).orElseThrow();

    assertThat(stored())
        .containsEntry("stock", fromN("1"))
        .containsEntry("campaign", fromS("easter"));
  }

  @Test
  void updateKeepsUnknownAttributesOfTheNewerItemAfterALostRace() {
    VersionedItem<Coupon> held =
        coupons.create(new Coupon("SPRING", 3)).orElseThrow().orElseThrow();
    new VersionedTable<>(client, VersionedSchema.of(couponSchema.tableName(), "code"))
        .update(
            SPRING,
            item -> {
              Map<String, AttributeValue> next = new HashMap<>(item.orElseThrow());
              next.put("campaign", fromS("easter"));
              return Optional.of(next);
            })
        .orElseThrow();

    VersionedItem<Coupon> after =
        coupons.update(held, coupon -> coupon.map(Coupon::taken)).orElseThrow().orElseThrow();

    assertThat(after.version()).isEqualTo(3);
    assertThat(after.attributes()).containsEntry("campaign", fromS("easter"));
    assertThat(stored()).containsEntry("campaign", fromS("easter"));
  }

  @Test
  void itemOfAnotherShapeIsRefusedWithTableItemAndAttribute() {
    put(Map.of("stock", fromS("many")));

    assertThatExceptionOfType(MalformedItemException.class)
        .isThrownBy(() -> coupons.get(SPRING))
        .withMessageContaining(couponSchema.tableName())
        .withMessageContaining("SPRING")
        .withMessageContaining("attribute 'stock' must be a whole number (N), but is S");
  }

  @Test
  void typeWithoutTheKeyOrWithTheTablesOwnAttributesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VersionedSchema.of("claims", "code", "userId").as(Claim.class))
        .withMessage("table claims: the items have [code, user], but the key is [code, userId]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> VersionedSchema.of("claims", "code").withAttributes("user", "t").as(Claim.class))
        .withMessageContaining("the table itself keeps 'user'");
  }

  @Test
  void answerIsThatOfTheChangeThatWasStored() {
    VersionedTable<Coupon> other = new VersionedTable<>(client, couponSchema);
    coupons.create(new Coupon("SPRING", 5)).orElseThrow();
    List<Integer> seen = new ArrayList<>();

    Decided<Coupon, Integer> decided =
        coupons.decide(
            SPRING,
            current -> {
              Coupon coupon = current.orElseThrow();
              if (seen.isEmpty()) {
                other.update(SPRING, item -> item.map(Coupon::taken)).orElseThrow();
              }
              seen.add(coupon.stock());
              return Decision.store(coupon.taken(), coupon.stock() - 1);
            });

    assertThat(decided.orElseThrow()).isEqualTo(3);
    assertThat(seen).containsExactly(5, 4);
    assertThat(((WriteOutcome.Applied<Coupon>) decided.outcome()).lostRaces()).isEqualTo(1);
  }

  @Test
  void answerOfAChangeThatWantsNoWriteIsGivenToo() {
    assertThat(coupons.decide(SPRING, current -> Decision.keep("none")).orElseThrow())
        .isEqualTo("none");
    assertThat(coupons.get(SPRING)).isEmpty();
  }

  @Test
  void noAnswerIsGivenOfAWriteThatDidNotSucceed() {
    VersionedTable<Coupon> throttled =
        new VersionedTable<>(
            server.client(
                server.http(
                    FaultScript.when(
                        call -> call.isWrite(),
                        new Fault.Refusal(400, "ValidationException", "\"message\":\"no\"")))),
            couponSchema);

    Decided<Coupon, String> decided =
        throttled.decide(SPRING, current -> Decision.store(new Coupon("SPRING", 1), "stored"));

    assertThat(decided.answer()).isEmpty();
    assertThatExceptionOfType(WriteFailedException.class).isThrownBy(decided::orElseThrow);
  }

  @Test
  void expiredItemIsAbsentAndItsVersionContinues() {
    coupons.create(expiring("SPRING", 2, NOW.plusSeconds(60))).orElseThrow();
    assertThat(coupons.get(SPRING)).isPresent();
    VersionedItem<Coupon> earlier = coupons.get(SPRING).orElseThrow();
    put(Map.of("campaign", fromS("easter")));
    now = NOW.plusSeconds(60);

    assertThat(coupons.get(SPRING)).isEmpty();
    assertThat(coupons.create(new Coupon("SPRING", 9)).orElseThrow().orElseThrow().version())
        .isEqualTo(2);
    assertThat(stored())
        .as("what was unknown of the earlier life is over, too")
        .containsOnlyKeys("code", "stock", "version", "writeTokens");
    assertThat(coupons.replace(earlier, new Coupon("SPRING", 1)))
        .isInstanceOf(WriteOutcome.LostRace.class);
  }

  @Test
  void updateOfAnExpiredItemFindsNone() {
    coupons.create(expiring("SPRING", 2, NOW)).orElseThrow();

    coupons
        .update(
            SPRING,
            current -> {
              assertThat(current).isEmpty();
              return Optional.of(new Coupon("SPRING", 7));
            })
        .orElseThrow();

    assertThat(stored()).containsEntry("stock", fromN("7")).containsEntry("version", fromN("2"));
  }

  @Test
  void transactionOverTwoTypesAnswersAndClaimsExactlyTheStock() throws Exception {
    coupons.create(new Coupon("SPRING", 3)).orElseThrow();
    List<Callable<Answer>> users = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String user = "user" + i / 2;
      users.add(() -> claim(new VersionedTransaction(client), user));
    }
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Answer> answer : threads.invokeAll(users)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).filteredOn(Answer.CLAIMED::equals).hasSize(3);
    assertThat(stored()).containsEntry("stock", fromN("0"));
    assertThat(client.scan(scan -> scan.tableName(claimSchema.tableName())).count()).isEqualTo(3);
  }

  @Test
  void transactionClaimsOnceWhenItsAnswersAreLost() {
    coupons.create(new Coupon("SPRING", 3)).orElseThrow();
    FaultyHttpClient http =
        server.http(
            call -> call.isWrite() && call.nthWrite() <= 2 ? Fault.DROP_ANSWER : Fault.NONE);

    assertThat(claim(new VersionedTransaction(server.client(http)), "ann"))
        .isEqualTo(Answer.CLAIMED);

    assertThat(stored()).containsEntry("stock", fromN("2"));
  }

  @Test
  void checkOfAnAbsentItemFailsTheTransactionWhenItWasCreated() {
    coupons.create(new Coupon("SPRING", 3)).orElseThrow();
    ItemReference<Coupon> coupon = couponSchema.item(SPRING);
    ItemReference<Claim> blocked = claimSchema.item(Key.of("code", "SPRING", "user", "blocked"));
    VersionedTable<Claim> claims = new VersionedTable<>(client, claimSchema);
    List<Boolean> seen = new ArrayList<>();

    String answer =
        new VersionedTransaction(client)
            .update(
                List.of(coupon, blocked),
                items -> {
                  seen.add(items.get(blocked).isPresent());
                  if (items.get(blocked).isPresent()) {
                    return "blocked";
                  }
                  claims.create(new Claim("SPRING", "blocked")).orElseThrow();
                  items.check(blocked);
                  items.put(coupon, items.get(coupon).orElseThrow().taken());
                  return "taken";
                })
            .orElseThrow();

    assertThat(answer).isEqualTo("blocked");
    assertThat(seen).containsExactly(false, true);
    assertThat(stored()).containsEntry("stock", fromN("3"));
  }

  /** Negative control: a decision on an item that is not checked may rest on what is over. */
  @Test
  void withoutTheCheckTheTransactionRestsOnWhatIsOver() {
    coupons.create(new Coupon("SPRING", 3)).orElseThrow();
    ItemReference<Coupon> coupon = couponSchema.item(SPRING);
    ItemReference<Claim> blocked = claimSchema.item(Key.of("code", "SPRING", "user", "blocked"));
    VersionedTable<Claim> claims = new VersionedTable<>(client, claimSchema);

    String answer =
        new VersionedTransaction(client)
            .update(
                List.of(coupon, blocked),
                items -> {
                  claims.create(new Claim("SPRING", "blocked")).orElseThrow();
                  items.put(coupon, items.get(coupon).orElseThrow().taken());
                  return "taken";
                })
            .orElseThrow();

    assertThat(answer).isEqualTo("taken");
  }

  @Test
  void failedTransactionThrowsWithWhatWasInTheWay() {
    VersionedItem<Coupon> held =
        coupons.create(new Coupon("SPRING", 3)).orElseThrow().orElseThrow();
    coupons.update(SPRING, coupon -> coupon.map(Coupon::taken)).orElseThrow();

    TransactionOutcome<List<VersionedItem<?>>> outcome =
        new VersionedTransaction(client)
            .commit(
                List.of(
                    new VersionedWrite.Create<>(claimSchema, new Claim("SPRING", "ann")),
                    new VersionedWrite.Replace<>(couponSchema, held, held.value().taken())));

    assertThatExceptionOfType(WriteFailedException.class)
        .isThrownBy(outcome::orElseThrow)
        .withMessage(
            "no write of the transaction was applied: not in the way; lost the race: version 2");
  }

  @Test
  void itemsOfSeveralTypesAreReadWithOneRequest() {
    coupons.create(new Coupon("SPRING", 3)).orElseThrow();
    FaultyHttpClient http = server.http(FaultScript.none());
    ItemReference<Coupon> coupon = couponSchema.item(SPRING);
    ItemReference<Claim> claim = claimSchema.item(Key.of("code", "SPRING", "user", "ann"));

    TransactionItems items =
        new VersionedTransaction(server.client(http)).get(List.of(coupon, claim));

    assertThat(items.get(coupon)).contains(new Coupon("SPRING", 3));
    assertThat(items.held(coupon).map(VersionedItem::version)).contains(1L);
    assertThat(items.get(claim)).isEmpty();
    assertThat(http.calls()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> items.get(couponSchema.item(Key.of("code", "OTHER"))))
        .withMessageContaining("is not one of the items that the transaction reads");
  }

  private Answer claim(VersionedTransaction transactions, String user) {
    ItemReference<Coupon> coupon = couponSchema.item(SPRING);
    ItemReference<Claim> claim = claimSchema.item(Key.of("code", "SPRING", "user", user));
    return transactions
        .update(
            List.of(coupon, claim),
            items -> {
              Coupon current = items.get(coupon).orElseThrow();
              if (items.get(claim).isPresent()) {
                return Answer.ALREADY_CLAIMED;
              }
              if (current.stock() == 0) {
                return Answer.SOLD_OUT;
              }
              items.put(coupon, current.taken());
              items.put(claim, new Claim("SPRING", user));
              return Answer.CLAIMED;
            })
        .orElseThrow();
  }

  private static Coupon expiring(String code, int stock, Instant time) {
    return new Coupon(code, stock, Optional.of(Expiry.at(time)));
  }

  private Map<String, AttributeValue> stored() {
    return coupons.stored(SPRING).orElseThrow();
  }

  /** As an application does that knows nothing of versions. */
  private void put(Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item =
        new HashMap<>(coupons.stored(SPRING).orElse(SPRING.attributes()));
    item.putAll(attributes);
    client.putItem(put -> put.tableName(couponSchema.tableName()).item(item));
  }
}
