/** Operations of the event store. */
package io.dynamopatterns.operations.events;
