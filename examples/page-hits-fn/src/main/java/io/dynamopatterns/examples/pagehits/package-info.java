/**
 * A team's own Lambda function on {@code common}: one versioned item per URL path, with its hits,
 * bytes and last visit, counted exactly under redelivery.
 */
package io.dynamopatterns.examples.pagehits;
