/** The environment of the event store's functions. */
package io.dynamopatterns.eventstore.settings;
