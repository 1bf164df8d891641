/**
 * Fan-out: the changes of one table's stream to any number of subscribers, each with its own filter
 * and queue, in order per item; and replay of changes from the history of the table.
 */
package io.dynamopatterns.fanout;
