/** Collects the events of a stream into the buckets of their periods. */
package io.dynamopatterns.periodic.collect;
