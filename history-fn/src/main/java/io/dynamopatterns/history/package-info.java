/**
 * Every write of any DynamoDB table, kept in an append-only table: recorded from the table's
 * stream, read by version, time or difference, and restored.
 *
 * <p>Another module may have these classes as a library: the beans are made only where a variable
 * {@code HISTORY_…} is set.
 */
@Configuration
@Requires(property = "history")
package io.dynamopatterns.history;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
