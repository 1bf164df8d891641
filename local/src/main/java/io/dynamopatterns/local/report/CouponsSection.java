package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.local.fleet.Fleet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The coupon app: of each promotion as many coupons were redeemed as there were, or as people
 * wanted one, each by one person once. The answers that people got, the sums of the stock, the
 * table of redemptions and its stream say the same. What has expired is published, and no other
 * promotion is.
 */
public final class CouponsSection implements Section {
  private static final String REDEEM = "io.dynamopatterns.examples.coupons.CouponsHandler";
  private static final String REDEMPTIONS = "COUPONS_REDEMPTIONS_TABLE";

  private static final String SOURCE = "dynamopatterns.coupons";
  private static final String EXPIRED = "CouponExpired";

  private final List<Redeemed> promotions;
  private final Set<String> expiring;

  /**
   * @param promotions those that people redeem, until an administrator ends them
   * @param expiring the coupons of promotions that reach their end
   */
  public CouponsSection(List<Redeemed> promotions, Set<String> expiring) {
    this.promotions = List.copyOf(promotions);
    this.expiring = Set.copyOf(expiring);
  }

  /** Whether each promotion that reaches its end is published as expired. */
  public boolean isExpiryPublished(EventJournal journal) {
    return expired(journal).containsAll(expiring);
  }

  private static Set<String> expired(EventJournal journal) {
    return Published.of(journal, SOURCE).of(EXPIRED).stream()
        .map(detail -> detail.path("couponId").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What people were answered of one promotion. */
  public static final class Redeemed {
    /** The status of a redemption. */
    public static final int CREATED = 201;

    private static final String ALREADY = "ALREADY_REDEEMED";
    private static final String SOLD_OUT = "SOLD_OUT";

    private final String coupon;
    private final String shop;
    private final int stock;
    private final int demand;
    private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int soldOut;
    private int repeated;
    private int refused;
    private final Map<String, JsonNode> sums = new LinkedHashMap<>();

    /**
     * @param stock how many coupons there are
     * @param demand how many people want one
     */
    public Redeemed(String coupon, String shop, int stock, int demand) {
      this.coupon = coupon;
      this.shop = shop;
      this.stock = stock;
      this.demand = demand;
    }

    public String coupon() {
      return coupon;
    }

    public String shop() {
      return shop;
    }

    public int demand() {
      return demand;
    }

    /** The redemptions as their users were answered. */
    public List<JsonNode> answers() {
      return List.copyOf(answers.values());
    }

    /** A person who has a redemption, and the answer with it; empty if all were refused. */
    public Optional<Map.Entry<String, JsonNode>> anyAnswer() {
      return answers.entrySet().stream().findFirst();
    }

    /** A person's first answer. */
    public synchronized void answered(String user, int status, String code, JsonNode body) {
      if (status == CREATED) {
        answers.put(user, body);
      } else if (code.equals(SOLD_OUT)) {
        soldOut++;
      } else {
        others.add("%d %s".formatted(status, code));
      }
    }

    /** The same request once more. Meanwhile the last coupon may have gone to another person. */
    public synchronized void repeated(
        int firstStatus, JsonNode first, int secondStatus, JsonNode second) {
      repeated++;
      if (firstStatus == CREATED && (secondStatus != CREATED || !first.equals(second))) {
        wrong.add("a repeated request of %s was answered %d".formatted(coupon, secondStatus));
      }
    }

    /** Another request of a person that has a coupon. */
    public synchronized void triedAgain(String code) {
      refused++;
      if (!code.equals(ALREADY)) {
        wrong.add("a second redemption of %s was answered '%s'".formatted(coupon, code));
      }
    }

    /**
     * What the app says that all of the promotion adds up to.
     *
     * @param where the app says so, for a problem's text
     */
    public void sums(String where, JsonNode totals) {
      sums.put(where, totals);
    }

    /** Whether the app shows the promotion, or a redemption of it, where it must. */
    public synchronized void shown(String where, boolean shown) {
      if (!shown) {
        wrong.add("%s does not show %s".formatted(where, coupon));
      }
    }
  }

  @Override
  public String name() {
    return "coupons";
  }

  @Override
  public Figures figures(Fleet fleet) {
    String table =
        fleet
            .state()
            .functionOf(REDEEM)
            .map(FunctionSpec::environment)
            .orElseThrow()
            .get(REDEMPTIONS);
    Map<String, Long> stored = new TreeMap<>();
    new TableItems(fleet.dynamoDbEndpoint())
        .of(table)
        .forEach(item -> stored.merge(item.at("/couponId/S").asText(), 1L, Long::sum));
    return figures(stored, TableChanges.of(fleet, table).size(), expired(fleet.events()));
  }

  /**
   * @param stored the redemptions in the table, by coupon
   * @param changes of the table's stream
   * @param expired the coupons that were published as expired
   */
  Figures figures(Map<String, Long> stored, long changes, Set<String> expired) {
    Figures figures = new Figures();
    long redeemed = 0;
    for (Redeemed one : promotions) {
      redeemed += one.answers.size();
      compare(one, stored.getOrDefault(one.coupon, 0L), figures);
    }
    return figures
        .put("promotions", promotions.size())
        .put("redeemed", redeemed)
        .put("soldOut", promotions.stream().mapToLong(one -> one.soldOut).sum())
        .put("repeated", promotions.stream().mapToLong(one -> one.repeated).sum())
        .put("secondTries", promotions.stream().mapToLong(one -> one.refused).sum())
        .put(
            "changes",
            changes,
            redeemed,
            "the stream of redemptions has %d changes of %d redemptions")
        .put("expired", expired.size())
        .require(
            expired.equals(expiring),
            "CouponExpired was published of %s, and %s have expired",
            expired,
            expiring);
  }

  private static void compare(Redeemed one, long stored, Figures figures) {
    int redeemed = one.answers.size();
    figures
        .require(
            redeemed == Math.min(one.stock, one.demand),
            "%s: %d of %d coupons were redeemed by %d people",
            one.shop,
            redeemed,
            one.stock,
            one.demand)
        .require(
            stored == redeemed,
            "%s: the table has %d redemptions, %d people were answered that they have one",
            one.shop,
            stored,
            redeemed)
        .require(
            one.soldOut == one.demand - redeemed,
            "%s: %d people were answered that it is sold out, not %d",
            one.shop,
            one.soldOut,
            one.demand - redeemed)
        .addSome(one.others)
        .addSome(one.wrong);
    one.sums.forEach(
        (where, sums) ->
            figures.require(
                sums.path("redeemed").asLong() == redeemed
                    && sums.path("left").asLong() == one.stock - redeemed
                    && sums.path("stock").asLong() == one.stock,
                "%s: %d were redeemed of %d, %s says: %s",
                one.shop,
                redeemed,
                one.stock,
                where,
                sums));
  }
}
