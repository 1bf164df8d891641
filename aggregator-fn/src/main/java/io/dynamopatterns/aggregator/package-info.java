/**
 * Events merged under a group key until a rule says that the group is complete; then exactly one
 * event says so. Handlers and their beans; the rest is in the packages below.
 */
package io.dynamopatterns.aggregator;
