package io.dynamopatterns.emulator.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field of a cron expression: which values it may have, and which a text names. */
enum CronField {
  MINUTES("minutes", 0, 59, List.of()),
  HOURS("hours", 0, 23, List.of()),
  DAY_OF_MONTH("day of month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  DAY_OF_WEEK("day of week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")),
  YEAR("year", 1970, 2199, List.of());

  private static final Pattern ITEM =
      Pattern.compile("(?:(\\*)|([A-Z0-9]+)(?:-([A-Z0-9]+))?)(?:/([0-9]{1,4}))?");

  private final String words;
  private final int least;
  private final int most;
  private final List<String> names;

  CronField(String words, int least, int most, List<String> names) {
    this.words = words;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /** The parts of a field, between its commas. */
  static List<String> items(String field) {
    return List.of(field.split(",", -1));
  }

  /**
   * The values that a list of values, ranges and steps names. A range whose end is before its start
   * continues from the field's least value: {@code 20-2} of hours is 20 to 23 and 0 to 2, and steps
   * count through.
   */
  BitSet values(String field) {
    BitSet values = new BitSet();
    for (String item : items(field)) {
      add(item, values);
    }
    return values;
  }

  private void add(String text, BitSet values) {
    Matcher item = ITEM.matcher(text);
    if (!item.matches()) {
      throw bad(text, "is not a value, a range (a-b) or a step (a/n)");
    }
    boolean all = item.group(1) != null;
    boolean stepped = item.group(4) != null;
    int first = all ? least : value(item.group(2));
    int last = first;
    if (item.group(3) != null) {
      last = value(item.group(3));
    } else if (all || stepped) {
      last = most;
    }
    int step = stepped ? step(text, item.group(4)) : 1;
    int size = most - least + 1;
    if (last < first) {
      if (this == YEAR) {
        throw bad(text, "ends before it begins, and years do not begin again");
      }
      last += size;
    }
    for (int value = first; value <= last; value += step) {
      values.set(least + (value - least) % size);
    }
  }

  /** A value by its number or name. */
  int value(String text) {
    int name = names.indexOf(text);
    if (name >= 0) {
      return least + name;
    }
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw bad(text, "is not allowed");
    }
    return Integer.parseInt(text);
  }

  private int step(String item, String text) {
    if (this == DAY_OF_WEEK) {
      throw bad(item, "has a step, which AWS does not allow in this field: list the days");
    }
    int step = Integer.parseInt(text);
    if (step < 1 || step > most - least) {
      throw bad(item, "needs a step of 1 to " + (most - least));
    }
    return step;
  }

  IllegalArgumentException bad(String text, String problem) {
    return new IllegalArgumentException(
        "%s: '%s' %s; values are %d to %d%s"
            .formatted(
                words,
                text,
                problem,
                least,
                most,
                names.isEmpty()
                    ? ""
                    : " or %s to %s".formatted(names.getFirst(), names.getLast())));
  }
}
