/** Publishes rounds that were completed or expired. */
package io.dynamopatterns.aggregator.publish;
