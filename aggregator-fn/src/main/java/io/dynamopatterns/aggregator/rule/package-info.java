/** When a group is complete, and what your own rule is told. */
package io.dynamopatterns.aggregator.rule;
