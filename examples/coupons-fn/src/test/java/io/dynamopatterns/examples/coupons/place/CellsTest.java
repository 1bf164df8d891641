package io.dynamopatterns.examples.coupons.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  private static final int PLACES = 2_000;
  private static final int OTHERS = 20;

  /** Everything near a place is in one of its cells: against the distance on the sphere. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 45, 60.2, 85, 89.9, 89.96, 90, -52.5, -89.94, -90})
  void whatIsNearIsInACellThatIsAsked(double lat) {
    Random random = new Random((long) (lat * 1000));
    int near = 0;
    for (int i = 0; i < PLACES; i++) {
      double lon = i % 2 == 0 ? 180 - random.nextDouble() / 10 : random.nextDouble() * 360 - 180;
      GeoPoint place = new GeoPoint(lat, i % 4 == 0 ? -lon : lon);
      var cells = Cells.near(place);
      assertThat(cells).hasSizeLessThanOrEqualTo(9);
      for (int j = 0; j < OTHERS; j++) {
        GeoPoint other = around(place, random);
        if (place.metresTo(other) <= Cells.RADIUS_METRES) {
          near++;
          assertThat(cells).as("%s near %s", other, place).contains(Cells.of(other));
        }
      }
    }
    assertThat(near).isGreaterThan(PLACES);
  }

  /** A place some kilometres away, also beyond the pole and beyond the date line. */
  private static GeoPoint around(GeoPoint place, Random random) {
    double north = (random.nextDouble() - 0.5) * 0.1;
    double lat = place.lat() + north;
    double lon =
        place.lon()
            + (random.nextDouble() - 0.5)
                * 0.1
                / Math.max(0.0001, Math.cos(Math.toRadians(place.lat())));
    if (Math.abs(lat) > 90) {
      lat = Math.copySign(180, lat) - lat;
      lon += 180;
    }
    return new GeoPoint(lat, Math.IEEEremainder(lon, 360));
  }

  @ParameterizedTest
  @CsvSource({
    // Places whose geohash is well known, in the westernmost of the cells that are joined.
    "57.64911, 10.40744, u4pru",
    "52.5, 13.4, u33d8",
    "-33.857, 151.215, r3gx2",
    "90, 0, bpbpb",
    "-90, 77, 00000"
  })
  void aCellIsNamedByAGeohash(double lat, double lon, String name) {
    assertThat(Cells.of(new GeoPoint(lat, lon))).hasSize(5).startsWith(name.substring(0, 4));
  }

  @Test
  void bothSidesOfTheDateLineAreOnePlace() {
    assertThat(Cells.of(new GeoPoint(10, 180))).isEqualTo(Cells.of(new GeoPoint(10, -180)));
    assertThat(Cells.near(new GeoPoint(10, 179.99))).contains(Cells.of(new GeoPoint(10, -179.99)));
    assertThat(new GeoPoint(10, 179.99).metresTo(new GeoPoint(10, -179.99)))
        .isBetween(2_000d, 2_400d);
  }

  @Test
  void aPoleIsOnePlace() {
    assertThat(Cells.of(new GeoPoint(90, 13))).isEqualTo(Cells.of(new GeoPoint(90, -120)));
    assertThat(Cells.near(new GeoPoint(89.99, 0))).contains(Cells.of(new GeoPoint(89.99, 180)));
  }

  @ParameterizedTest
  @CsvSource({"90.1, 0", "0, -180.1", "NaN, 0"})
  void coordinatesOutsideTheEarthAreRefused(double lat, double lon) {
    assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(lat, lon));
  }
}
