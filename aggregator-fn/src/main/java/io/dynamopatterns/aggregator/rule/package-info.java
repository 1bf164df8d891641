/** When a group is complete, and what your own rule is given. */
package io.dynamopatterns.aggregator.rule;
