package io.dynamopatterns.local.state;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.mapping.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a table from a line of text: one that a deployment uses, and another stack has made. */
final class TableDescription {
  private static final String KEY = "([^:,\\s]+)(?::([SNB]))?";
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z0-9_.-]{3,255}):" + KEY + "(?:," + KEY + ")?");

  private TableDescription() {}

  /**
   * @param text such as {@code orders:orderId} or {@code orders:customer,placedAt:N}
   * @throws StateException that says what a description looks like
   */
  static TableSpec parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new StateException(
          "--table '%s' is not NAME:PARTITION_KEY[:TYPE][,SORT_KEY[:TYPE]], such as orders:orderId or orders:customer,placedAt:N; a TYPE is S (the default), N or B"
              .formatted(text));
    }
    Map<String, String> types = new TreeMap<>();
    types.put(form.group(2), type(form.group(3)));
    Optional<String> sortKey = Optional.ofNullable(form.group(4));
    sortKey.ifPresent(name -> types.put(name, type(form.group(5))));
    return new TableSpec(
        form.group(1),
        form.group(2),
        sortKey,
        types,
        List.of(),
        List.of(),
        // The view that every reader can use.
        Optional.of("NEW_AND_OLD_IMAGES"),
        Optional.empty());
  }

  private static String type(String given) {
    return given == null ? "S" : given;
  }
}
