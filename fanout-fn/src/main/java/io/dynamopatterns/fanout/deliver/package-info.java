/** From the queue of a subscriber to its event bus or its stream. */
package io.dynamopatterns.fanout.deliver;
