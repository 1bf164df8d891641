/** Closes what has been open for too long. */
package io.dynamopatterns.aggregator.expire;
