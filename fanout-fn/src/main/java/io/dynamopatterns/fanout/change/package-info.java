/** What changed: one change of one item, whether the stream tells of it or the history. */
package io.dynamopatterns.fanout.change;
