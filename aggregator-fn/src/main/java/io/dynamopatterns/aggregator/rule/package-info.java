/** When a group is complete, and what a rule of one's own is told. */
package io.dynamopatterns.aggregator.rule;
