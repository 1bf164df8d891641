package io.dynamopatterns.examples.coupons.place;

import java.util.Set;
import java.util.TreeSet;

/**
 * The cells of the earth, by which the index finds what is near: geohashes of five characters, 4.9
 * km high. A geohash is as narrow as the meridians are close, so towards the poles this takes 2, 4,
 * 8 … neighbours of a row for one cell, named by the westernmost: no cell is narrower than it is
 * high, and the last row before a pole is one cell. So a circle of {@link #RADIUS_METRES} touches
 * few cells everywhere.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Geohash">Geohash</a>
 */
public final class Cells {
  /** What is near: a little less than the height of a cell. */
  public static final double RADIUS_METRES = 4_800;

  private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int CHARACTERS = 5;
  private static final int BITS_PER_CHARACTER = 5;
  private static final int ROW_BITS = 12;
  private static final int COLUMN_BITS = 13;
  private static final int ROWS = 1 << ROW_BITS;

  /** More than the radius by what the arithmetic may lose. */
  private static final double REACH_DEGREES =
      Math.toDegrees(RADIUS_METRES * 1.001 / GeoPoint.EARTH_RADIUS_METRES);

  private Cells() {}

  /** The cell of a place. */
  public static String of(GeoPoint place) {
    int row = row(place.lat());
    return name(row, Math.floorMod(column(row, place.lon()), columns(row)));
  }

  /** The cells of all places within {@link #RADIUS_METRES}: at most 9, mostly 6. */
  public static Set<String> near(GeoPoint place) {
    Set<String> cells = new TreeSet<>();
    double reach = longitudes(place.lat());
    int northernmost = row(place.lat() + REACH_DEGREES);
    for (int row = row(place.lat() - REACH_DEGREES); row <= northernmost; row++) {
      int columns = columns(row);
      int first = column(row, place.lon() - reach);
      int last = Math.min(column(row, place.lon() + reach), first + columns - 1);
      // Beyond 180 degrees the columns begin again.
      for (int column = first; column <= last; column++) {
        cells.add(name(row, Math.floorMod(column, columns)));
      }
    }
    return cells;
  }

  /**
   * How many degrees of longitude the circle reaches to each side. If a pole is in it, what is
   * beyond the pole is in the pole's row, which is one cell.
   */
  private static double longitudes(double lat) {
    double reach = Math.toRadians(REACH_DEGREES);
    return Math.toDegrees(Math.asin(Math.min(1, Math.sin(reach) / Math.cos(Math.toRadians(lat)))));
  }

  private static int row(double lat) {
    return Math.clamp((int) Math.floor((lat + 90) / 180 * ROWS), 0, ROWS - 1);
  }

  /** Counted from 180 degrees west; beyond it negative, and beyond 180 degrees east too high. */
  private static int column(int row, double lon) {
    return (int) Math.floor((lon + 180) / 360 * columns(row));
  }

  private static int columns(int row) {
    return 1 << (COLUMN_BITS - joined(row));
  }

  /** How many bits of the column are left out, so that no cell of the row is too narrow. */
  private static int joined(int row) {
    double edge = Math.max(Math.abs(latitude(row)), Math.abs(latitude(row + 1)));
    double narrowing = Math.cos(Math.toRadians(edge));
    int bits = 0;
    while (bits < COLUMN_BITS && narrowing * (1 << bits) < 1) {
      bits++;
    }
    return bits;
  }

  private static double latitude(int row) {
    return row * 180.0 / ROWS - 90;
  }

  /** The geohash, whose bits are of longitude and latitude by turns. */
  private static String name(int row, int column) {
    int fullColumn = column << joined(row);
    int bits = 0;
    for (int i = 0; i < CHARACTERS * BITS_PER_CHARACTER; i++) {
      int bit =
          i % 2 == 0 ? fullColumn >> (COLUMN_BITS - 1 - i / 2) : row >> (ROW_BITS - 1 - i / 2);
      bits = bits << 1 | bit & 1;
    }
    StringBuilder name = new StringBuilder();
    for (int i = CHARACTERS - 1; i >= 0; i--) {
      name.append(ALPHABET.charAt(bits >> (i * BITS_PER_CHARACTER) & 31));
    }
    return name.toString();
  }
}
