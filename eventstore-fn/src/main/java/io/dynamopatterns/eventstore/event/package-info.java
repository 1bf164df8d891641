/** Events and their order. */
package io.dynamopatterns.eventstore.event;
