/** The tracking pixel: a request becomes an event of the stream. */
package io.dynamopatterns.eventstore.track;
