package io.dynamopatterns.examples.coupons.coupon;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What this process knows of promotions' stock as long as it is kept, which is days and more: how
 * many shards there are, and which of them are empty. Neither changes, because a stock only falls.
 * So of a promotion that is sold out no shard is read again, and nothing is remembered that could
 * become wrong.
 */
final class KnownStock {
  /** A seeded generator would draw the same shards in all functions restored from one snapshot. */
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Shards> promotions;

  /**
   * @param most how many promotions are remembered; of those beyond, the one that was asked for
   *     longest ago is forgotten, and read anew
   */
  KnownStock(int most) {
    promotions =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Shards> eldest) {
            return size() > most;
          }
        };
  }

  private record Shards(int number, BitSet empty) {}

  /** Whether the number of shards is known. */
  synchronized boolean knows(String couponId) {
    return promotions.containsKey(couponId);
  }

  synchronized void learn(String couponId, int shards) {
    promotions.computeIfAbsent(couponId, id -> new Shards(shards, new BitSet(shards)));
  }

  synchronized void learnEmpty(String couponId, int shard) {
    Optional.ofNullable(promotions.get(couponId)).ifPresent(shards -> shards.empty().set(shard));
  }

  /** Some of the shards that may have something left, drawn at random. */
  synchronized List<Integer> draw(String couponId, int most) {
    Shards shards = promotions.get(couponId);
    if (shards == null) {
      return List.of();
    }
    List<Integer> left =
        new ArrayList<>(
            IntStream.range(0, shards.number())
                .filter(number -> !shards.empty().get(number))
                .boxed()
                .toList());
    int drawn = Math.min(most, left.size());
    for (int i = 0; i < drawn; i++) {
      Collections.swap(left, i, i + RANDOM.nextInt(left.size() - i));
    }
    return List.copyOf(left.subList(0, drawn));
  }
}
