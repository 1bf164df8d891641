/** What changed: one change of one item, whether it comes from the stream or from the history. */
package io.dynamopatterns.fanout.change;
