package io.dynamopatterns.bench.coupons;

import io.dynamopatterns.bench.Prices;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * How often redemptions meet at a shard of the stock, at rates that no machine here reaches. It
 * follows {@code Redeemer} on a virtual clock: draw a shard, read it, commit a transaction; after a
 * lost race look for an earlier redemption and draw again, from the fourth attempt on after a
 * pause. A transaction loses if the shard has another version by then, or if another transaction is
 * at the shard.
 *
 * <p>How long DynamoDB takes is an assumption. Everything else follows from it.
 */
public final class ShardContention {
  /** What a shard takes of each attempt: also one that is refused is paid. */
  static final int UNITS = 2;

  private static final double READ_MILLIS = 5;
  private static final double TO_SHARD_MILLIS = 4;
  private static final double AT_SHARD_MILLIS = 8;
  private static final double ANSWER_MILLIS = 3;
  private static final int ATTEMPTS_WITHOUT_PAUSE = 3;
  private static final double FIRST_PAUSE_MILLIS = 5;
  private static final double LONGEST_PAUSE_MILLIS = 250;
  private static final int SECONDS = 4;

  /** A strong read of the user's own redemption, and the function's CPU. */
  private static final double TOO_LATE_MILLIS = READ_MILLIS + 1;

  private final int coupons;
  private final int shardsOfCoupon;
  private final SplittableRandom random = new SplittableRandom(18);
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingDouble(Step::millis));
  private final int[] versions;
  private final boolean[] busy;
  private final int[][] unitsBySecond;
  private long attempts;
  private int redeemed;
  private double[] took;

  private ShardContention(int coupons, int shardsOfCoupon) {
    this.coupons = coupons;
    this.shardsOfCoupon = shardsOfCoupon;
    versions = new int[coupons * shardsOfCoupon];
    busy = new boolean[versions.length];
    unitsBySecond = new int[versions.length][SECONDS];
  }

  /** A user's request, on its n-th attempt. */
  private record Wish(double sinceMillis, int coupon, int attempt) {
    Wish again() {
      return new Wish(sinceMillis, coupon, attempt + 1);
    }
  }

  private record Step(double millis, DoubleConsumer action) {
    void run() {
      action.accept(millis);
    }
  }

  /**
   * What a rate does.
   *
   * @param repeated the share of attempts that met another one
   * @param hottest the most write units that a shard takes in a second
   * @param mean the time that a request takes on average
   * @param slowest the time that one request of a thousand takes at least
   */
  public record Result(double repeated, int hottest, double mean, double slowest) {
    /** Transactions for each redemption. */
    double attempts() {
      return 1 / (1 - repeated);
    }

    /** A read of the shard for each attempt; after a lost race one of the redemption as well. */
    double readUnits() {
      return 2 * attempts() - 1;
    }

    /** Of each of the two tables, for each redemption. */
    double writeUnits() {
      return UNITS * attempts();
    }
  }

  public static Result of(int perSecond, int coupons, int shardsOfCoupon) {
    return new ShardContention(coupons, shardsOfCoupon).run(perSecond);
  }

  /** Prints the rates that docs/scale.md names. */
  static void print(PrintStream out) {
    for (int perShard : new int[] {10, 20, 50}) {
      print(perShard * 1_000, 1, out);
    }
    print(100_000, 5, out);
    cost("a request that is too late", 100_000, 1, 0, TOO_LATE_MILLIS, out);
  }

  private static void print(int perSecond, int coupons, PrintStream out) {
    Result result = of(perSecond, coupons, 1_000);
    out.printf(
        Locale.ROOT,
        "%,7d redemptions a second of %d coupon(s) in 1,000 shards: %.0f %% of attempts repeated,"
            + " hottest shard %d write units/s, one of a thousand takes %.0f ms%n",
        perSecond,
        coupons,
        100 * result.repeated(),
        result.hottest(),
        result.slowest());
    cost("each", perSecond, result.readUnits(), result.writeUnits(), result.mean(), out);
  }

  /** What requests take in a second, and what a million of them cost. */
  private static void cost(
      String what, int perSecond, double reads, double writes, double millis, PrintStream out) {
    double dynamoDb = reads * Prices.MILLION_READS + 2 * writes * Prices.MILLION_WRITES;
    double lambda = Prices.MILLION_INVOCATIONS + 1_000 * millis * Prices.GIGABYTE_SECOND;
    out.printf(
        Locale.ROOT,
        "          %s: %,.0f read units/s, %,.0f write units/s of each table, %.1f ms:"
            + " %,.0f functions at a time; $ per million: DynamoDB %.2f, Lambda %.2f%n",
        what,
        perSecond * reads,
        perSecond * writes,
        millis,
        perSecond * millis / 1_000,
        dynamoDb,
        lambda);
  }

  private Result run(int perSecond) {
    int requests = perSecond * SECONDS;
    took = new double[requests];
    double arrival = 0;
    for (int i = 0; i < requests; i++) {
      arrival += -Math.log(1 - random.nextDouble()) * 1_000 / perSecond;
      attempt(new Wish(arrival, random.nextInt(coupons), 1), arrival);
    }
    while (!steps.isEmpty()) {
      steps.poll().run();
    }
    Arrays.sort(took);
    return new Result(
        (attempts - redeemed) / (double) attempts,
        Arrays.stream(unitsBySecond).flatMapToInt(Arrays::stream).max().orElseThrow(),
        Arrays.stream(took).average().orElseThrow(),
        took[requests - requests / 1_000]);
  }

  private void attempt(Wish wish, double now) {
    int shard = wish.coupon() * shardsOfCoupon + random.nextInt(shardsOfCoupon);
    at(
        now + READ_MILLIS / 2,
        read -> {
          int version = versions[shard];
          at(
              now + READ_MILLIS + TO_SHARD_MILLIS,
              arrived -> transaction(wish, shard, version, arrived));
        });
  }

  private void transaction(Wish wish, int shard, int version, double now) {
    attempts++;
    if (now < SECONDS * 1_000) {
      unitsBySecond[shard][(int) now / 1_000] += UNITS;
    }
    double answer = now + AT_SHARD_MILLIS + ANSWER_MILLIS;
    if (busy[shard] || versions[shard] != version) {
      attempt(wish.again(), answer + READ_MILLIS + pause(wish.attempt()));
      return;
    }
    busy[shard] = true;
    at(
        now + AT_SHARD_MILLIS,
        done -> {
          busy[shard] = false;
          versions[shard]++;
          took[redeemed++] = answer - wish.sinceMillis();
        });
  }

  private void at(double millis, DoubleConsumer action) {
    steps.add(new Step(millis, action));
  }

  private double pause(int attempt) {
    int paused = attempt - ATTEMPTS_WITHOUT_PAUSE;
    return paused <= 0
        ? 0
        : random.nextDouble()
            * Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * Math.pow(2, paused - 1));
  }
}
