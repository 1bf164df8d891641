/** Out of the store: events in their order, from any point in time. */
package io.dynamopatterns.eventstore.playback;
