package io.dynamopatterns.examples.coupons.coupon;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Together;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.dax.CachedTable;
import io.dynamopatterns.examples.coupons.place.Cells;
import io.dynamopatterns.examples.coupons.place.GeoPoint;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.dynamopatterns.examples.coupons.table.CouponTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The coupons within {@link Cells#RADIUS_METRES} of a place, those that end first at the front.
 *
 * <p>The index keeps each cell in the order of its sort key, and no two coupons have the same one.
 * So the sort key of the last coupon of a page says for all cells where the next page begins.
 */
final class Nearby {
  private final CachedTable<Coupon> coupons;
  private final Deadline deadline;

  Nearby(CachedTable<Coupon> coupons, Deadline deadline) {
    this.coupons = coupons;
    this.deadline = deadline;
  }

  /** A coupon and how far it is. */
  record Found(Coupon coupon, long metres) {}

  /**
   * A page.
   *
   * @param next the position of the next page; empty for the last one
   */
  record Page(List<Found> found, Optional<String> next) {}

  /**
   * A page of coupons.
   *
   * @param after the position that the page before gave
   */
  Page page(GeoPoint place, int limit, Optional<String> after, Instant now) {
    List<String> unread = new ArrayList<>(Cells.near(place));
    List<Found> found = new ArrayList<>();
    // To the minute, so that a cache is asked the same question for a minute. What has ended since
    // is left out of the answer.
    String position = after.orElse(Coupon.endsFrom(now.truncatedTo(ChronoUnit.MINUTES)));
    while (!deadline.passed()) {
      List<CellPage> pages = read(unread, position, limit);
      Optional<String> known = knownUpTo(pages);
      List<Coupon> inOrder = inOrder(pages, position, known);
      for (Coupon coupon : inOrder) {
        position = ends(coupon);
        double metres = place.metresTo(new GeoPoint(coupon.lat(), coupon.lon()));
        if (metres <= Cells.RADIUS_METRES) {
          found.add(new Found(coupon, Math.round(metres)));
        }
        if (found.size() == limit) {
          boolean more = known.isPresent() || coupon != inOrder.getLast();
          return new Page(found, more ? Optional.of(position) : Optional.empty());
        }
      }
      if (known.isEmpty()) {
        return new Page(found, Optional.empty());
      }
      String reached = position;
      pages.stream()
          .filter(page -> page.endsBy(reached))
          .map(CellPage::cell)
          .forEach(unread::remove);
    }
    return new Page(found, Optional.of(position));
  }

  /** The coupons of one cell that were read at once. */
  private record CellPage(String cell, CachedTable.Page<Coupon> page) {
    boolean isLast() {
      return page.next().isEmpty();
    }

    /** Whether nothing of the cell is left after this position. */
    boolean endsBy(String position) {
      return isLast() && reached().compareTo(position) <= 0;
    }

    /** The position up to which the cell is known; nothing if not even its first coupon is. */
    String reached() {
      return page.items().isEmpty() ? "" : ends(page.items().getLast());
    }
  }

  private List<CellPage> read(List<String> cells, String position, int limit) {
    return Together.all(
        cells.size(),
        cells.stream()
            .<Supplier<CellPage>>map(
                cell ->
                    () -> {
                      Query query =
                          Query.of("cell", cell).index(CouponTables.BY_CELL).from("ends", position);
                      // One more: the first is the last of the page before.
                      return new CellPage(cell, coupons.page(query, limit + 1, Optional.empty()));
                    })
            .toList());
  }

  /** Beyond the end of the shortest page another cell may have coupons that are not read yet. */
  private static Optional<String> knownUpTo(List<CellPage> pages) {
    return pages.stream()
        .filter(page -> !page.isLast())
        .map(CellPage::reached)
        .min(Comparator.naturalOrder());
  }

  private static List<Coupon> inOrder(List<CellPage> pages, String after, Optional<String> upTo) {
    return pages.stream()
        .flatMap(page -> page.page().items().stream())
        .filter(coupon -> ends(coupon).compareTo(after) > 0)
        .filter(coupon -> upTo.isEmpty() || ends(coupon).compareTo(upTo.get()) <= 0)
        .sorted(Comparator.comparing(Nearby::ends))
        .toList();
  }

  private static String ends(Coupon coupon) {
    return coupon.ends().orElseThrow();
  }
}
