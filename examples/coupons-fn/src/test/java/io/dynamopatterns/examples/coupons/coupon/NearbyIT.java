package io.dynamopatterns.examples.coupons.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.examples.coupons.kit.Answer;
import io.dynamopatterns.examples.coupons.kit.Request;
import io.dynamopatterns.examples.coupons.kit.Shops;
import io.dynamopatterns.examples.coupons.place.Cells;
import io.dynamopatterns.examples.coupons.place.GeoPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearbyIT {
  private final Shops shops = new Shops();

  private record Stored(String id, GeoPoint place, Instant end) {}

  /** Against the distances of all: in order, none twice, none missing, in every size of pages. */
  @ParameterizedTest
  @CsvSource({"52.5, 13.4, 1", "0.01, 179.999, 7", "89.97, 20, 7", "-60, -180, 100"})
  void pagesOverAllCellsHaveEachCouponNearbyOnceInTheOrderOfTheirEnds(
      double lat, double lon, int limit) {
    GeoPoint place = new GeoPoint(lat, lon);
    List<Stored> expected =
        scatter(place, 40).stream()
            .filter(stored -> place.metresTo(stored.place()) <= Cells.RADIUS_METRES)
            .sorted(Comparator.comparing(Stored::end).thenComparing(Stored::id))
            .toList();
    assertThat(expected).hasSizeGreaterThan(8);

    assertThat(list(place, limit))
        .containsExactlyElementsOf(expected.stream().map(Stored::id).toList());
  }

  private List<Stored> scatter(GeoPoint place, int number) {
    Random random = new Random(number);
    double width = 0.1 / Math.max(0.0005, Math.cos(Math.toRadians(place.lat())));
    List<Stored> stored = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      GeoPoint at =
          new GeoPoint(
              Math.clamp(place.lat() + (random.nextDouble() - 0.5) * 0.1, -90, 90),
              Math.IEEEremainder(place.lon() + (random.nextDouble() - 0.5) * width, 360));
      Instant end = Instant.parse(Shops.END).plusSeconds(random.nextInt(20));
      stored.add(new Stored(promotion(at, end), at, end));
    }
    return stored;
  }

  private String promotion(GeoPoint place, Instant end) {
    return shops.promotion(
        "{\"shop\":\"baker\",\"title\":\"A roll\",\"lat\":%s,\"lon\":%s,\"endsAt\":\"%s\",\"stock\":5,\"shards\":1}"
            .formatted(place.lat(), place.lon(), end));
  }

  /** All pages, in order. */
  private List<String> list(GeoPoint place, int limit) {
    List<String> ids = new ArrayList<>();
    Request request = request(place).with("limit", limit);
    while (true) {
      Answer answer = shops.ask(request);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode coupons = answer.json().get("coupons");
      assertThat(coupons.size()).isLessThanOrEqualTo(limit);
      coupons.forEach(coupon -> ids.add(coupon.get("couponId").asText()));
      if (!answer.json().has("next")) {
        return ids;
      }
      assertThat(ids).doesNotHaveDuplicates();
      request = request(place).with("limit", limit).with("next", answer.text("next"));
    }
  }

  private static Request request(GeoPoint place) {
    return Request.get("/api/coupons")
        .user("ann")
        .with("lat", place.lat())
        .with("lon", place.lon());
  }

  /**
   * The first cell begins with coupons that are too far away, and needs several requests. What the
   * second one has is read at once, ends later, and waits.
   */
  @Test
  void aCellThatIsReadToItsEndDoesNotOvertakeOneThatIsNot() {
    GeoPoint place = new GeoPoint(0.05, 0.01);
    GeoPoint far = new GeoPoint(0.086, 0.05);
    GeoPoint beyond = new GeoPoint(0.05, -0.01);
    assertThat(Cells.of(far)).isEqualTo(Cells.of(place)).isNotEqualTo(Cells.of(beyond));
    assertThat(place.metresTo(far)).isGreaterThan(Cells.RADIUS_METRES);
    Instant end = Instant.parse(Shops.END);
    for (int i = 0; i < 3; i++) {
      promotion(far, end.plusSeconds(i));
    }
    String first = promotion(place, end.plusSeconds(10));
    String second = promotion(beyond, end.plusSeconds(20));

    assertThat(list(place, 1)).containsExactly(first, second);
    assertThat(list(place, 2)).containsExactly(first, second);
  }

  @Test
  void whatHasEndedIsNotFoundAlthoughItIsStoredAndCached() {
    GeoPoint place = new GeoPoint(52.5, 13.4);
    String ending = promotion(place, Instant.parse(Shops.END));
    String lasting = promotion(place, Instant.parse(Shops.END).plusSeconds(600));
    assertThat(list(place, 10)).containsExactly(ending, lasting);

    shops.now = Instant.parse(Shops.END);

    assertThat(list(place, 10)).containsExactly(lasting);
    assertThat(shops.ask(Request.get("/api/coupons/" + ending).user("ann")).code())
        .isEqualTo("NOT_FOUND");
    assertThat(shops.ask(Request.get("/api/coupons/" + lasting).user("ann")).text("title"))
        .isEqualTo("A roll");
  }

  @Test
  void aPromotionThatAnAdminHasEndedIsNotFoundAnyMore() {
    GeoPoint place = new GeoPoint(52.5, 13.4);
    String ended = promotion(place, Instant.parse(Shops.END));
    shops.end(ended);

    assertThat(list(place, 10)).isEmpty();
    assertThat(shops.ask(Request.get("/api/coupons/" + ended).user("ann")).code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void aPageTokenOfAnotherPlaceIsRefused() {
    promotion(new GeoPoint(52.5, 13.4), Instant.parse(Shops.END));
    promotion(new GeoPoint(52.5, 13.4), Instant.parse(Shops.END));
    String next = shops.ask(request(new GeoPoint(52.5, 13.4)).with("limit", 1)).text("next");
    assertThat(next).isNotEmpty();

    assertThat(shops.ask(request(new GeoPoint(52.6, 13.4)).with("next", next)).code())
        .isEqualTo("BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({"91, 0", "north, 0", "1, 181"})
  void aPlaceThatIsNoneIsNamed(String lat, String lon) {
    Answer answer =
        shops.ask(
            Request.get("/api/coupons")
                .user(UUID.randomUUID().toString())
                .with("lat", lat)
                .with("lon", lon));

    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.text("detail")).contains("must be a number from");
  }
}
