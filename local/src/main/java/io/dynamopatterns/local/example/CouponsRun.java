package io.dynamopatterns.local.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.report.CouponsSection;
import io.dynamopatterns.local.report.CouponsSection.Redeemed;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.local.run.InputRun;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;

/**
 * A burst on three promotions: more people want two of them than they have coupons. Some requests
 * are sent again, as by a client whose answer was lost; some people try a second time. An
 * administrator ends these promotions. A fourth one reaches its end, and DynamoDB removes it.
 */
public final class CouponsRun implements InputRun {
  private static final Duration LASTS = Duration.ofDays(7);

  /** How long schedules continue after the burst, for the hour and its grace to end. */
  private static final Duration AFTERWARDS = Duration.ofHours(3);

  /** How far ahead the end of the promotion is that expires: enough to start it, also if slowly. */
  private static final Duration EXPIRES_AFTER = Duration.ofSeconds(10);

  /** How long DynamoDB Local may take to remove it: about ten seconds, on AWS up to days. */
  private static final Duration REMOVED_WITHIN = Duration.ofMinutes(1);

  private static final Promotion EXPIRING =
      new Promotion("Ice cream van", "A second scoop", "While it is here.", 52.5194, 13.4067, 9, 1);

  /** Requests at a time. Each needs its own handler, which starts on this machine. */
  private static final int CLIENTS = 8;

  private static final int EACH_REPEATED = 5;
  private static final int EACH_TRIES_AGAIN = 10;
  private static final JsonNode NOTHING = MissingNode.getInstance();

  private static final Map<Promotion, Integer> DEMAND = demand();

  private final Fleet fleet;
  private final CouponApp app;
  private final AtomicLong requests = new AtomicLong();
  private volatile Phase phase = Phase.REDEEMING;

  /**
   * @param endpoint of the app in the fleet
   */
  public CouponsRun(Fleet fleet, URI endpoint) {
    this.fleet = fleet;
    app = new CouponApp(endpoint);
  }

  /** How many people want each. */
  private static Map<Promotion, Integer> demand() {
    Map<Promotion, Integer> demand = new LinkedHashMap<>();
    demand.put(
        new Promotion(
            "Bakery on the corner", "Two rolls for one", "Until noon.", 52.5201, 13.4049, 200, 4),
        260);
    demand.put(
        new Promotion("Café Mitte", "Free espresso", "With any cake.", 52.5225, 13.4021, 500, 8),
        120);
    demand.put(
        new Promotion(
            "Book corner", "5 € off a novel", "One for each reader.", 52.5187, 13.4093, 5, 1),
        12);
    return demand;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  /** Requests that were answered. */
  @Override
  public long lines() {
    return requests.get();
  }

  @Override
  public FleetReport run() throws IOException, InterruptedException {
    Instant start = Instant.now();
    Schedules timed = fleet.schedules(start, ScheduleSpec::tellsTheSlot);
    Schedules untimed = fleet.schedules(start, spec -> !spec.tellsTheSlot());
    MachineClock machine = MachineClock.start(untimed);
    List<Redeemed> redeemed = new ArrayList<>();
    CouponsSection coupons;
    try {
      for (Map.Entry<Promotion, Integer> wanted : DEMAND.entrySet()) {
        Promotion promotion = wanted.getKey();
        String coupon = app.create(promotion, "run-" + redeemed.size(), start.plus(LASTS));
        redeemed.add(new Redeemed(coupon, promotion.shop(), promotion.stock(), wanted.getValue()));
      }
      String expiring = app.create(EXPIRING, "run-expiring", Instant.now().plus(EXPIRES_AFTER));
      coupons = new CouponsSection(redeemed, Set.of(expiring));
      burst(redeemed);
      look(redeemed);
      awaitExpiry(coupons);
    } finally {
      machine.close();
    }
    phase = Phase.SETTLING;
    fleet.mappings().awaitSettled();
    phase = Phase.CLOSING;
    timed.jumpTo(Instant.now().plus(AFTERWARDS));
    untimed.runEach();
    fleet.mappings().awaitSettled();
    phase = Phase.CHECKING;
    for (Redeemed one : redeemed) {
      one.sums("the stock", app.totals(one.coupon()));
    }
    List<Section> sections = Section.ofCoupons(fleet.state(), coupons);
    redeemed.stream()
        .flatMap(one -> one.answers().stream().map(answer -> message(one, answer)))
        .forEach(message -> sections.forEach(section -> section.accepted(message)));
    return FleetReport.of(
        fleet, Optional.empty(), sections, timed.deadLettered() + untimed.deadLettered());
  }

  /** What the fan-out says of a redemption, made of the answer that its user got. */
  private static JsonNode message(Redeemed one, JsonNode answer) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    ObjectNode item = message.putObject("newImage");
    item.putObject("promotionShop").put("S", one.coupon() + "#" + one.shop());
    item.putObject("shop").put("S", one.shop());
    item.putObject("redeemedAt").put("S", answer.path("redeemedAt").asText());
    return message;
  }

  /** What the app shows of what was redeemed: each of its routes is called. */
  private void look(List<Redeemed> promotions) throws IOException, InterruptedException {
    JsonNode report = app.report();
    for (Redeemed one : promotions) {
      String coupon = one.coupon();
      Optional<Map.Entry<String, JsonNode>> person = one.anyAnswer();
      if (person.isPresent()) {
        look(one, person.get().getKey(), person.get().getValue());
      }
      one.sums("the report", with(coupon, report).orElse(NOTHING));
      one.sums("the end", app.end(coupon));
    }
  }

  private void look(Redeemed one, String user, JsonNode redemption)
      throws IOException, InterruptedException {
    String coupon = one.coupon();
    JsonNode shown = app.show(user, coupon);
    one.shown("the coupon", shown.path("shop").asText().equals(one.shop()));
    JsonNode near = app.near(user, shown.path("lat").asDouble(), shown.path("lon").asDouble());
    one.shown("the list", with(coupon, near).isPresent());
    one.shown(
        "the list of own redemptions",
        with(coupon, app.redemptions(user)).equals(Optional.of(redemption)));
  }

  /** If the event is not published in time, the section says so. */
  private void awaitExpiry(CouponsSection coupons) throws InterruptedException {
    Instant limit = Instant.now().plus(REMOVED_WITHIN);
    while (!coupons.isExpiryPublished(fleet.events()) && Instant.now().isBefore(limit)) {
      fleet.failIfBroken();
      Thread.sleep(100);
    }
  }

  private static Optional<JsonNode> with(String coupon, JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path("couponId").asText().equals(coupon))
        .findFirst();
  }

  /** All at once, in an order that mixes the promotions. */
  private void burst(List<Redeemed> promotions) throws IOException, InterruptedException {
    List<Callable<Void>> people = new ArrayList<>();
    for (Redeemed promotion : promotions) {
      for (int i = 0; i < promotion.demand(); i++) {
        int number = i;
        people.add(
            () -> {
              redeem(promotion, number);
              return null;
            });
      }
    }
    Collections.shuffle(people);
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Void> one : clients.invokeAll(people)) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void redeem(Redeemed promotion, int number) throws IOException, InterruptedException {
    String user = "user-" + number;
    String key = promotion.coupon() + "-" + number;
    CouponApp.Answer first = send(promotion, user, key);
    promotion.answered(user, first.status(), first.code(), first.body());
    if (number % EACH_REPEATED == 0) {
      CouponApp.Answer again = send(promotion, user, key);
      promotion.repeated(first.status(), first.body(), again.status(), again.body());
    }
    if (number % EACH_TRIES_AGAIN == 0 && first.status() == Redeemed.CREATED) {
      promotion.triedAgain(send(promotion, user, key + "-second").code());
    }
  }

  private CouponApp.Answer send(Redeemed promotion, String user, String key)
      throws IOException, InterruptedException {
    CouponApp.Answer answer = app.redeem(user, promotion.coupon(), key);
    requests.incrementAndGet();
    return answer;
  }
}
