package io.dynamopatterns.examples.coupons.place;

/**
 * A place on the earth.
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 */
public record GeoPoint(double lat, double lon) {
  static final double EARTH_RADIUS_METRES = 6_371_000;

  public GeoPoint {
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
      throw new IllegalArgumentException("no place on the earth: %s, %s".formatted(lat, lon));
    }
  }

  /** The distance on a sphere, by the haversine formula. */
  public double metresTo(GeoPoint other) {
    double lat1 = Math.toRadians(lat);
    double lat2 = Math.toRadians(other.lat);
    double a =
        square(Math.sin((lat2 - lat1) / 2))
            + Math.cos(lat1)
                * Math.cos(lat2)
                * square(Math.sin(Math.toRadians(other.lon - lon) / 2));
    return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  private static double square(double value) {
    return value * value;
  }
}
