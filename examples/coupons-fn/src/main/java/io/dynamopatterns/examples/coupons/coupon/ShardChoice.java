package io.dynamopatterns.examples.coupons.coupon;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.examples.coupons.table.StockShard;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a shard to redeem from: one that is drawn, so that requests spread over all; where that one
 * is empty, one of a hundred others. Every shard that is found empty is not read again.
 */
final class ShardChoice {
  /** How many shards one request reads. */
  private static final int AT_ONCE = 100;

  private static final int PROMOTIONS_KNOWN = 1_000;

  private final VersionedTable<StockShard> stock;
  private final KnownStock known = new KnownStock(PROMOTIONS_KNOWN);

  ShardChoice(VersionedTable<StockShard> stock) {
    this.stock = stock;
  }

  /** Whether there is such a promotion, of those that were chosen from. */
  boolean knows(String couponId) {
    return known.knows(couponId);
  }

  /** A shard that has something left, as it is stored now; empty if there is none. */
  Optional<VersionedItem<StockShard>> choose(String couponId, Deadline deadline) {
    VersionedTable<StockShard> table = stock.within(deadline);
    if (!known.knows(couponId)) {
      table
          .get(StockShard.key(couponId, 0))
          .ifPresent(first -> known.learn(couponId, first.value().shards()));
    }
    int most = 1;
    while (true) {
      List<Integer> drawn = known.draw(couponId, most);
      if (drawn.isEmpty()) {
        return Optional.empty();
      }
      Optional<VersionedItem<StockShard>> found = read(couponId, drawn, table);
      if (found.isPresent()) {
        return found;
      }
      most = AT_ONCE;
    }
  }

  private Optional<VersionedItem<StockShard>> read(
      String couponId, List<Integer> numbers, VersionedTable<StockShard> table) {
    Map<Key, VersionedItem<StockShard>> stored =
        table
            .strong()
            .getAll(numbers.stream().map(number -> StockShard.key(couponId, number)).toList());
    Optional<VersionedItem<StockShard>> found = Optional.empty();
    for (int number : numbers) {
      VersionedItem<StockShard> shard = stored.get(StockShard.key(couponId, number));
      if (shard == null || shard.value().isEmpty()) {
        known.learnEmpty(couponId, number);
      } else {
        found = Optional.of(shard);
      }
    }
    return found;
  }
}
