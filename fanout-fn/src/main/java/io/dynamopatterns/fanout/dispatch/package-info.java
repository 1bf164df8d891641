/** From the table's stream to the queues of the subscribers. */
package io.dynamopatterns.fanout.dispatch;
