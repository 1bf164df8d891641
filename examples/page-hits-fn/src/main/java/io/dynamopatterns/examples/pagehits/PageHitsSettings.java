package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;

/** The settings of the function. */
record PageHitsSettings(String table) {
  static PageHitsSettings of(Variables variables) {
    return new PageHitsSettings(
        variables.required("PAGE_HITS_TABLE", Kind.TABLE, "the table of pages"));
  }
}
