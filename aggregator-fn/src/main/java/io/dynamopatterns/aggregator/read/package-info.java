/** Answers questions about groups. */
package io.dynamopatterns.aggregator.read;
