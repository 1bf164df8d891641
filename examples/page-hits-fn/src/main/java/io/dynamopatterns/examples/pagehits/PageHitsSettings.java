package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.EnvironmentVariable;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;

/**
 * The environment of the function.
 *
 * @param table {@code PAGE_HITS_TABLE}: the name of the table of pages
 */
@ConfigurationProperties("page-hits")
record PageHitsSettings(@Nullable String table) {
  PageHitsSettings {
    EnvironmentVariable.requireTableName("PAGE_HITS_TABLE", table);
  }
}
