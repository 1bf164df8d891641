/** From the buffer into the event table. */
package io.dynamopatterns.eventstore.pump;
