/**
 * Every event of a Kinesis stream, kept in time order without hot keys and played back from any
 * point in time; and a pixel that makes events of requests.
 *
 * <p>Another module may have these classes as a library: the beans are made only where a variable
 * {@code EVENTSTORE_…} is set.
 */
@Configuration
@Requires(property = "eventstore")
package io.dynamopatterns.eventstore;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
