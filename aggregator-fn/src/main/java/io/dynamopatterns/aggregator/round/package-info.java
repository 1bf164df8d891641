/** How events add up to rounds, without a table. */
package io.dynamopatterns.aggregator.round;
