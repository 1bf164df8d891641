/** Periods, their buckets, and the order of events in a bucket. */
package io.dynamopatterns.periodic.period;
